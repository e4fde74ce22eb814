"""The orderly end on SIGTERM, the same for `python app.py` and for a gunicorn worker.

At once `/readyz` says 503, on new connections too, while requests are still served. Sockets are closed with 1012, for which
clients come back, over `DRAIN_SECONDS`. Then new requests are refused, running ones finish, and after at most two seconds
the process is gone. A process that has more to do than it can is not waited for: it refuses new requests from the beginning.
"""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.monkey import is_module_patched

from bookings.program import Ringside

FINISH_SECONDS = 1.2
"""How long running requests may still take when the sockets are gone."""
PAUSE_SECONDS, LATE_SECONDS = 0.02, 0.2
"""Pauses that last so much longer mean that there is more to do than can be done."""

log = logging.getLogger(__name__)


def on_signals(ringside: Ringside, leave: Callable[[], None], *signals: signal.Signals) -> None:
    """Handle these signals: shut down in order, and at last call `leave`, which ends the server. Needs gevent's loop."""
    begun = False

    def handle(*_: Any) -> None:
        # Runs at once, in the middle of whatever else runs: a busy loop would come to it late.
        nonlocal begun
        ringside.ready = False
        if not begun:
            begun = True
            gevent.spawn(end)

    def end() -> None:
        log.info("going down: not ready any more, sockets are closed")
        gevent.spawn(_refuse_when_late, ringside)
        ringside.drain(ringside.settings.drain_seconds)
        leave()
        ringside.stop()

    for number in signals:
        signal.signal(number, handle)


def under_gunicorn(ringside: Ringside) -> None:
    """The same for a gevent worker of gunicorn, which has set its own signal handler when it loads the application.

    Other kinds of workers carry no sockets, and end as gunicorn does it.
    """
    own = signal.getsignal(signal.SIGTERM)
    if not (is_module_patched("socket") and callable(own)):
        return

    def leave() -> None:
        own(signal.SIGTERM, None)  # accepts nothing more from its next round on, and ends when it has nothing to do
        gevent.spawn_later(FINISH_SECONDS, sys.exit)  # whatever connections a client may keep open

    on_signals(ringside, leave, signal.SIGTERM)


def _refuse_when_late(ringside: Ringside) -> None:
    while not ringside.closing:
        began = time.monotonic()
        gevent.sleep(PAUSE_SECONDS)
        if time.monotonic() - began > LATE_SECONDS:
            ringside.closing = True
