"""One booking: a ticket for its customer, a panel for the venue's staff. Topic booking:{id}."""

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
from bookings.models import Booking, ChangeKind, Venue, Viewer
from bookings.reading.audience import Audience, of_booking
from bookings.reading.bookings.page import read_page_as
from bookings.rules.topics import Topic

_MONEY = {
    ChangeKind.PAYMENT_TAKEN, ChangeKind.PAYMENT_RETURNED, ChangeKind.PAYMENT_REVERSED, ChangeKind.PAYMENT_FAILED,
    ChangeKind.PRICE_CHANGED,
}  # fmt: skip
_QUIET_ZONE = 2  # modules; the ticket's own white edge is the rest of it


class BookingPageView:
    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        row = session.execute(select(Booking.venue_id, Booking.customer_id).where(Booking.id == topic.id)).one_or_none()
        return of_booking(viewer, row.venue_id, row.customer_id) if row is not None and not view else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        flash = flash_of(changes)
        parts = {"payment" if change.kind in _MONEY else "status" for change in changes}
        return self._drawn(session, topic, audience, dict.fromkeys(parts, flash))

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._drawn(session, topic, audience, {})

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """What may be done with it from now on, and what no longer."""
        passed = any(moment <= now for moment in self._turns(session, topic, audience))
        return self._drawn(session, topic, audience, {}) if passed else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return min((moment for moment in self._turns(session, topic, audience) if moment > now), default=None)

    def _turns(self, session: Session, topic: Topic, audience: Audience) -> list[datetime]:
        """When the clock changes what this audience may do with a booking that is still open."""
        try:
            booking = read_page_as(session, topic.id, audience).booking
        except NotFound:
            return []
        if booking.over_at is None:
            return []
        return [booking.check_in_from if audience.is_staff else booking.cancel_until, booking.starts_at, booking.over_at]

    def zone(self, session: Session, topic: Topic) -> str:
        query = select(Venue.zone).join(Booking, Booking.venue_id == Venue.id).where(Booking.id == topic.id)
        return session.scalar(query) or "UTC"

    def _drawn(self, session: Session, topic: Topic, audience: Audience, flash: dict[str, str]) -> Fragments:
        # Morphed, not replaced: whoever is reading or stands on a button stays there.
        try:
            page = read_page_as(session, topic.id, audience)
        except NotFound:
            return {"region": self._renderer.draw("booking.html", "gone", swap=MORPH)}
        return {"region": self._renderer.draw("booking.html", "region", page, qr_of(page.booking.pnr), flash, swap=MORPH)}


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
