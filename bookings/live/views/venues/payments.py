"""The live view of where money and places do not agree: on the topics of the venues that are managed, for their bookings, and on that of
what does not agree with a provider.

A view is "payments;", the kind, the number of the page, and the person at whose venues it stops ("" for admins); then "some" where
there are more venues than a page can follow: of those the clock tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.models import ChangeKind, Venue, Viewer
from bookings.models.person import RINGSIDE
from bookings.payments.mismatches import WORDS, acts_of
from bookings.reading.audience import STAFF, Audience
from bookings.reading.payments.mismatches import MOST_COUNTED, Kind, MismatchPage, read_mismatches
from bookings.reading.payments.turns import read_next_turn
from bookings.reading.people.viewers import read_active_person
from bookings.rules.topics import Topic

OF_PAYMENTS = "payments;"
LAST_PAGE = 10_000
LOOKED_AT = timedelta(seconds=15)
"""So often the clock asks after venues that the page does not follow."""

FILE = "payments.html"
_SAID = {ChangeKind.MESSAGE_SENT, ChangeKind.MESSAGES_READ}


def payments_view(kind: Kind, page: int, viewer: Viewer, *, some: bool = False) -> str:
    """The view of this page; `some`: it does not follow all of the venues."""
    return f"{OF_PAYMENTS}{kind};{page};{'' if viewer.is_admin else viewer.id}" + (";some" if some else "")


class PaymentsView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        asked = _parse(view)
        if asked is None or view != payments_view(*asked[:2], viewer, some=asked[3]):
            return None
        if topic.kind == "venue":
            return STAFF if viewer.manages(topic.id) and session.get(Venue, topic.id) is not None else None
        return STAFF if viewer.is_admin or viewer.managed else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        of_any = any(change.booking_id or change.event_id for change in changes if change.kind not in _SAID)
        return self._drawn(session, view) if of_any or topic.kind != "venue" else {}

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._drawn(session, view)

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """What waits too long is listed, and what has begun unpaid."""
        return {} if topic.kind == "venue" else self._drawn(session, view)

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        viewer, asked = _viewer(session, view), _parse(view)
        if topic.kind == "venue" or viewer is None or asked is None:
            return None
        turn = read_next_turn(session, viewer, now)
        return min(turn, now + LOOKED_AT) if asked[3] else turn

    def zone(self, session: Session, topic: Topic) -> str:
        venue = session.get(Venue, topic.id) if topic.kind == "venue" else None
        return venue.zone if venue is not None else "UTC"

    def _drawn(self, session: Session, view: str) -> Fragments:
        viewer, asked = _viewer(session, view), _parse(view)
        if asked is None or viewer is None or not (viewer.is_admin or viewer.managed):
            return {}
        found = read_mismatches(session, viewer, *asked[:2])
        return {name: self._draw(FILE, name, *shown, swap=MORPH) for name, shown in drawn_with(found).items()}


def drawn_with(found: MismatchPage) -> dict[str, tuple[object, ...]]:
    """The fragments, each with what its macro is given."""
    return {"kinds": (found, WORDS, MOST_COUNTED), "region": (found, WORDS, acts_of(found.kind))}


def _viewer(session: Session, view: str) -> Viewer | None:
    asked = _parse(view)
    if asked is None:
        return None
    return read_active_person(session, asked[2]) if asked[2] else RINGSIDE


def _parse(view: str) -> tuple[Kind, int, str, bool] | None:
    """The kind, the page, whose venues, and whether it follows only some."""
    kind, number, staff, some = [*view.removeprefix(OF_PAYMENTS).split(";"), ""][:4] if view.count(";") in (3, 4) else [""] * 4
    if kind not in list(Kind) or not (number.isascii() and number.isdecimal() and len(number) < 6) or some not in ("", "some"):
        return None
    return (Kind(kind), int(number), staff, bool(some)) if 1 <= int(number) <= LAST_PAGE else None
