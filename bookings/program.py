"""The program as one object: its parts, put together once per process and started together."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from bookings.changes.bell import Bell
from bookings.desk import Desk
from bookings.desk.upkeep import Upkeep
from bookings.live.dispatcher import Dispatcher
from bookings.live.following import Following
from bookings.live.fragments import Fragments
from bookings.live.hub import Hub
from bookings.live.scenes import all_scenes
from bookings.models import Database
from bookings.models.migrate import migrate
from bookings.settings import Settings

log = logging.getLogger(__name__)


class Ringside:
    """Owns every long-lived part. Web handlers reach them through `bookings.web.here.here()`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        migrate(self.database)
        self.desk = Desk(self.database, settings.hold_minutes)
        self.bell = Bell(settings.redis_url)
        self.database.after_commit.append(self.bell.ring)
        self.fragments = Fragments()
        self.following = Following(self.database, all_scenes(self.fragments))
        self.upkeep = Upkeep(self.desk)
        self.hub: Hub | None = None
        self.dispatcher: Dispatcher | None = None
        self.ready = False
        self._ghosts: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to serve: take the SQLite file, start the hub (where gevent runs) and the loops."""
        self.database.take_file()
        if self.settings.websocket_enabled and _on_gevent():
            self.hub = Hub(
                max_connections=self.settings.websocket_max_connections,
                idle_seconds=self.settings.websocket_timeout / 1000,
            )
            self.dispatcher = Dispatcher(self.following, self.bell, self.hub)
            _background(self.dispatcher.run)
            _background(self.bell.listen)
        _background(self.upkeep.run)
        self.ready = True

    def stop(self, drain_seconds: float) -> None:
        """Stop serving: not ready any more, sockets told to come back (1012) over `drain_seconds`, loops ended."""
        self.ready = False
        if self.hub is not None:
            self.hub.drain(drain_seconds)
        if self.dispatcher is not None:
            self.dispatcher.stop()
        self.upkeep.stop()
        self.bell.close()


def _background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name=getattr(work, "__qualname__", "work"), daemon=True).start()


def _on_gevent() -> bool:
    """Sockets need gevent's loop. Elsewhere pages still work: they ask every few seconds."""
    from gevent.monkey import is_module_patched

    patched = bool(is_module_patched("socket"))
    if not patched:
        log.warning("no gevent here: pages are refreshed by polling. Serve with python app.py or gunicorn -k gevent.")
    return patched
