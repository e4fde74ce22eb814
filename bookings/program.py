"""The program as one object: its parts, put together once per process and started together."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import timedelta

from bookings.accounts.last_use import LastUse
from bookings.accounts.tokens import Tokens
from bookings.changes.notifier import Notifier
from bookings.changes.redis_client import connect
from bookings.database.opening import open_database
from bookings.desk import Desk
from bookings.gateways.raw.gateway import RawSockets
from bookings.gateways.socketio.gateway import SocketIo
from bookings.live.catch_up import CatchUp
from bookings.live.dispatcher import Dispatcher
from bookings.live.logins import Logins
from bookings.live.presence.channel import Channel
from bookings.live.presence.pages import PagePresence
from bookings.live.presence.presence import TICK_SECONDS, Presence
from bookings.live.render import Renderer
from bookings.live.strangers import Strangers
from bookings.live.subscriptions import PageSubscriptions
from bookings.live.views import all_views
from bookings.loops import Loops
from bookings.mail.booking_links import BookingLinks
from bookings.mail.reminders import Links
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.payments.choose import provider_of
from bookings.payments.share_links import ShareLinks
from bookings.reading.people.admins import is_any_admin
from bookings.reading.settings import CurrentSettings
from bookings.rules.origins import OriginPolicy, parse_origin
from bookings.settings import Settings
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.hub import Hub
from bookings.upkeep.loop import Upkeep
from bookings.upkeep.mails import MailLoop
from bookings.upkeep.payments import PaymentLoop
from bookings.upkeep.reminders import Reminders
from bookings.webhooks.sender import WebhookLoop

# A client that joins the rooms of all bookings in its list sends all of it at once.
LIMITS = Limits(burst=60, per_second=10.0)

log = logging.getLogger(__name__)


class Live:
    """The parts that exist only where sockets can be served: the hub, the dispatcher and its subscribers."""

    def __init__(self, ringside: Ringside) -> None:
        settings = ringside.settings
        self._max_per_person = settings.websocket_max_per_person
        self._max_per_address = settings.websocket_max_per_address
        self.hub = Hub(
            max_connections=settings.websocket_max_connections,
            idle_seconds=settings.websocket_timeout / 1000,
            limits=LIMITS,
        )
        self.dispatcher = Dispatcher(ringside.database, ringside.notifier)
        ringside.renderer.between = self.dispatcher.cooperate
        self.logins = Logins(self.dispatcher, self.hub)
        self.strangers = Strangers(self.dispatcher, self.hub)
        self.channel = Channel(connect(settings.redis_url) if settings.redis_url else None)
        self.pages = PageSubscriptions(self.dispatcher, self.hub, ringside.catch_up)
        self.presence = Presence(self.channel)
        self.page_presence = PagePresence(self.presence, self.hub, ringside.database, ringside.renderer)
        self.dispatcher.schedule(TICK_SECONDS, self.presence.tick)
        self.raw = RawSockets(self.dispatcher, self.hub, ringside.tokens, self.logins)
        self.socketio = SocketIo(
            ringside.tokens, self.dispatcher, self.hub, self.presence, settings, LIMITS, lambda: ringside.origins
        )

    @property
    def connections(self) -> int:
        """Pages, raw sockets and Socket.IO clients, those who poll too."""
        return self.hub.connections + self.socketio.polling

    def is_full(self, kind: str, person: str, address: str) -> bool:
        """Whether this person or this address has as many connections of the `kind` ("page" or "raw") as one may have."""
        count = self.hub.count_of(person, kind)
        if kind == "raw":
            count += len(self.socketio.clients.of_person(person))  # whose a Socket.IO client is, the hub does not know
        return count >= self._max_per_person or self.hub.count_from(address, kind) >= self._max_per_address


class Ringside:
    """Owns every long-lived part. Web handlers reach them through `bookings.http.current.current_ringside()`."""

    def __init__(self, settings: Settings, *, upgrade: bool = True) -> None:
        """Without `upgrade` the tables are left as they are: for commands beside a server."""
        self.settings = settings
        self.database = open_database(settings.database_url, upgrade=upgrade)
        self.site = CurrentSettings(self.database, settings.environment)
        self.desk = Desk(self.database, settings.hold_minutes)
        self.tokens = Tokens(self.desk, settings.jwt_secret, tuple(settings.former_jwt_secrets))
        self.notifier = Notifier(settings.redis_url)
        self.database.after_commit.append(self.notifier.notify)
        self.renderer = Renderer()
        self.payment_provider = provider_of(settings)
        self.share_links = ShareLinks(settings.secret_key, tuple(settings.former_secret_keys))
        views = all_views(self.renderer, self.share_links, pays_online=self.payment_provider is not None)
        self.catch_up = CatchUp(self.database, views)
        self.last_use = LastUse(self.desk)
        self.booking_links = BookingLinks(settings.secret_key, settings.former_secret_keys)
        self.unsubscribe_links = UnsubscribeLinks(settings.secret_key, tuple(settings.former_secret_keys))
        self.upkeep = Upkeep(
            self.desk, self.last_use, timedelta(days=settings.login_idle_days), timedelta(days=settings.changes_keep_days),
            timedelta(days=settings.notifications_keep_days),
            Reminders(self.desk, self.site, Links(self.booking_links, self.unsubscribe_links)),
            keep_documents=timedelta(days=settings.documents_keep_days),
        )  # fmt: skip
        self.mails = MailLoop(self.desk, self.site, self.unsubscribe_links, lambda: self.upkeep.leading)
        self.payments = PaymentLoop(self.desk, self.payment_provider, lambda: self.upkeep.leading)
        self.webhooks = WebhookLoop(self.desk, lambda: self.upkeep.leading, private=settings.webhook_private_networks)
        self.loops = Loops()
        self.live: Live | None = None
        self.ready = False
        """Whether new requests shall be sent here; not so while it starts and while it goes down."""
        self.closing = False
        """Whether requests are refused: only those that run already are finished."""
        self._is_set_up = False

    def start(self) -> None:
        """Begin to serve: take the SQLite file, start the hub (where gevent runs) and the loops."""
        self.database.lock_file()
        if self.settings.websocket_enabled and _on_gevent():
            self.live = Live(self)
            self.live.dispatcher.schedule(1.0, lambda: self.loops.beat("dispatcher"))
            self.loops.start("dispatcher", self.live.dispatcher.run)
            self.loops.start("notifier", self.notifier.listen)
            self.live.channel.start()
            self.live.socketio.start()
        self.loops.beat("upkeep")
        self.upkeep.on_round = self._after_round
        self.loops.start("upkeep", self.upkeep.run)
        self.loops.start("mails", self.mails.run)
        self.loops.start("webhooks", self.webhooks.run)
        if self.payment_provider is not None:
            self.loops.start("payments", self.payments.run)
        self.loops.start("publisher", self.notifier.publish)
        self.ready = True

    def is_set_up(self) -> bool:
        """Whether anybody is an admin. The last one cannot go, so once it is so nobody has to be asked again."""
        if not self._is_set_up:
            with self.database.read() as session:
                self._is_set_up = is_any_admin(session)
        return self._is_set_up

    def _after_round(self) -> None:
        self.loops.beat("upkeep")
        self.site.refresh()

    @property
    def origins(self) -> OriginPolicy:
        """The policy for origins, with the public address as it is set now."""
        return replace(self.settings.origins, public=parse_origin(self.site.latest.public_url))

    def drain(self, seconds: float) -> None:
        """Begin to go down: not ready any more, and all sockets closed with 1012 over so many seconds."""
        self.ready = False
        if self.live is not None:
            self.live.socketio.drain()
            self.live.hub.drain(seconds)
        else:
            time.sleep(seconds)  # load balancers notice /readyz in time
        self.closing = True

    def stop(self) -> None:
        """End the loops."""
        self.ready, self.closing = False, True
        self.loops.stop()
        if self.live is not None:
            self.live.socketio.stop()
            self.live.channel.close()
            self.live.dispatcher.stop()
        self.upkeep.stop()
        self.mails.stop()
        self.payments.stop()
        self.webhooks.stop()
        self.notifier.close()


def _on_gevent() -> bool:
    """Sockets need gevent's loop. Elsewhere pages still work: they ask every few seconds."""
    from gevent.monkey import is_module_patched

    patched = bool(is_module_patched("socket"))
    if not patched:
        log.warning("no gevent here: pages are refreshed by polling. Serve with python app.py or gunicorn -k gevent.")
    return patched
