"""Sends what waits for the payment provider, beside upkeep's rounds: a provider that is slow holds nothing up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bookings.desk.transaction import Desk
from bookings.errors import Refusal
from bookings.payments.outbox import send_due
from bookings.payments.provider import Provider

PAUSE_SECONDS = 1.0

log = logging.getLogger(__name__)


class PaymentLoop:
    def __init__(self, desk: Desk, provider: Provider | None, leads: Callable[[], bool]) -> None:
        """`leads` says whether this process holds upkeep's lease."""
        self._desk, self._provider, self._leads = desk, provider, leads
        self._stopped = threading.Event()

    def run(self) -> None:
        """Until `stop`."""
        while not self._stopped.wait(PAUSE_SECONDS):
            try:
                if self._leads():
                    send_due(self._desk, self._provider)
            except (SQLAlchemyError, Refusal) as error:
                log.warning("refunds wait for the database: %s", error)

    def stop(self) -> None:
        self._stopped.set()
