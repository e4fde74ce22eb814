"""One booking: a ticket for its customer, a panel for the venue's staff. Topic booking:{id}.

The view TRIP is the flight alone, for whoever found it by its code; CABIN is who sits where, beside the map of the seats; SHARES is
the booking's shares with their links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import segno
from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.errors import NotFound
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.live.views.flash import flash_of
from bookings.models import Booking, ChangeKind, Flight, Venue, Viewer
from bookings.payments.share_links import ShareLinks
from bookings.reading.audience import Audience, of_booking
from bookings.reading.bookings.page import read_page_as
from bookings.reading.flights.trips import GUEST, read_trip
from bookings.reading.payments.shares import read_shares
from bookings.reading.people.conversation import read_conversation
from bookings.rules.topics import Topic

_MONEY = {
    ChangeKind.PAYMENT_TAKEN, ChangeKind.PAYMENT_RETURNED, ChangeKind.PAYMENT_REVERSED, ChangeKind.PAYMENT_FAILED,
    ChangeKind.PRICE_CHANGED,
}  # fmt: skip
TRIP, CABIN, SHARES = "trip", "cabin", "shares"
_SAID = {ChangeKind.MESSAGE_SENT, ChangeKind.MESSAGES_READ}
_QUIET_ZONE = 2  # modules; the ticket's own white edge is the rest of it


class BookingPageView:
    def __init__(self, renderer: Renderer, share_links: ShareLinks | None = None, *, pays_online: bool = False) -> None:
        self._renderer, self._pays_online, self._share_links = renderer, pays_online, share_links

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        row = session.execute(select(Booking.venue_id, Booking.customer_id).where(Booking.id == topic.id)).one_or_none()
        if row is None or view not in ("", TRIP, CABIN, *([SHARES] if self._share_links else [])):
            return None
        if view == TRIP:
            return GUEST if viewer.trip == topic.id else None
        return of_booking(viewer, row.venue_id, row.customer_id)

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        others = [change for change in changes if change.kind not in _SAID and (view == SHARES or change.kind != ChangeKind.SHARES_CHANGED)]
        if not others:
            return {} if view or audience == GUEST else self._said(session, topic, audience)
        parts = {"payment" if change.kind in _MONEY else "status" for change in others}
        return self._drawn(session, topic, view, audience, dict.fromkeys(parts, flash_of(others)))

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._drawn(session, topic, view, audience, {})

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """What may be done with it from now on, and what no longer."""
        passed = any(moment <= now for moment in self._turns(session, topic, audience))
        return self._drawn(session, topic, view, audience, {}) if passed else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return min((moment for moment in self._turns(session, topic, audience) if moment > now), default=None)

    def _turns(self, session: Session, topic: Topic, audience: Audience) -> list[datetime]:
        """When the clock changes what this audience may do with a booking that is still open."""
        try:
            page = read_page_as(session, topic.id, audience)
        except NotFound:
            return []
        booking = page.booking
        if booking.over_at is None:
            return []
        seats = [page.seats_until] if page.seats_until is not None and not audience.is_staff else []
        moves = [booking.move_until, *([booking.proposal.start] if booking.proposal is not None else [])]
        until = booking.check_in_from if audience.is_staff else booking.cancel_until
        return [until, booking.starts_at, booking.over_at, *seats, *moves]

    def zone(self, session: Session, topic: Topic) -> str:
        query = select(Venue.zone, Flight.origin_zone).join(Booking, Booking.venue_id == Venue.id)
        query = query.outerjoin(Flight, Flight.event_id == Booking.event_id).where(Booking.id == topic.id)
        found = session.execute(query).one_or_none()
        return (found.origin_zone or found.zone) if found else "UTC"

    def _drawn(self, session: Session, topic: Topic, view: str, audience: Audience, flash: dict[str, str]) -> Fragments:
        # Morphed, not replaced: whoever is reading or stands on a button stays there.
        file = "trip.html" if audience == GUEST else "booking.html"
        try:
            if audience == GUEST:
                trip = read_trip(session, topic.id)
                return {"region": self._renderer.draw(file, "region", trip, qr_of(trip.booking.pnr), flash, swap=MORPH)}
            page = read_page_as(session, topic.id, audience)
            if view == CABIN:
                return {"party-seats": self._renderer.draw("cabin.html", "party", page, swap=MORPH)}
            if view == SHARES and self._share_links is not None:
                shares = [(each, self._share_links.path(each.id)) for each in read_shares(session, topic.id)]
                return {"region": self._renderer.draw("shares.html", "region", page, shares, pays_online=self._pays_online, swap=MORPH)}
            shown = read_conversation(session, topic.id, audience)
        except NotFound:
            return {} if view == CABIN else {"region": self._renderer.draw(file, "gone", swap=MORPH)}
        qr, pays = qr_of(page.booking.pnr), self._pays_online
        return {"region": self._renderer.draw(file, "region", page, qr, shown, flash, pays_online=pays, swap=MORPH)}

    def _said(self, session: Session, topic: Topic, audience: Audience) -> Fragments:
        try:
            shown = read_conversation(session, topic.id, audience)
        except NotFound:
            return {}
        return {"talk": self._renderer.draw("conversation.html", "talk", shown, swap=MORPH)}


@lru_cache(maxsize=512)
def qr_of(code: str) -> tuple[int, str]:
    """The code as a QR symbol: how many modules it is across with its edge, and its dark modules as one SVG path."""
    rows = [bytes(row) for row in segno.make(code, micro=False, error="m").matrix_iter(border=_QUIET_ZONE)]
    runs = (
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in re.finditer(b"\x01+", row)
    )
    return len(rows), "".join(runs)
