"""The live view of an event's seats: which fragments a change touches, for everybody and for the one whom it concerns.

A view is a ViewOptions as text. Everybody follows as the public, but for those who manage the venue, who can choose seats also when
they are not on sale. What is drawn without a person depends on public state alone, and what a person sees of their own (their
seats, their basket) is drawn only for the person whom a change names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import Fragments, Renderer
from bookings.live.views.event_data import EventData
from bookings.live.views.event_fragments import EventFragments
from bookings.live.views.options import ViewOptions, parse_view_options
from bookings.models import ChangeKind, Event, Venue, Viewer
from bookings.reading.audience import PUBLIC, Audience
from bookings.reading.seats.maps import zone_of_event
from bookings.reading.seats.occupancy import SeatInventory, fingerprint_of, read_inventory
from bookings.rules.sale import CLOSED_FLIGHTS
from bookings.rules.status import BookingStatus
from bookings.rules.times.waiting import closes_at
from bookings.rules.topics import Topic

INVENTORIES_KEPT = 64
SEATS_AGAIN = timedelta(minutes=2)
LARGEST_ID = 2**31 - 1  # PostgreSQL refuses larger ones
# After these every seat looks as before, unless they follow a cancellation, which had given the seats back.
_TOUCH_NO_SEAT = {
    ChangeKind.BOOKING_CONFIRMED, ChangeKind.BOOKING_CHECKED_IN, ChangeKind.BOOKING_COMPLETED, ChangeKind.BOOKING_MISSED,
    ChangeKind.BOOKING_REOPENED, ChangeKind.COMING_CONFIRMED, ChangeKind.NOTE_CHANGED, ChangeKind.DETAILS_CHANGED,
    ChangeKind.PAYMENT_TAKEN,
    ChangeKind.PAYMENT_RETURNED, ChangeKind.PAYMENT_REVERSED, ChangeKind.PAYMENT_FAILED, ChangeKind.HOLD_EXTENDED,
    ChangeKind.FLIGHT_STATUS_CHANGED, ChangeKind.PRICE_CHANGED, ChangeKind.FLIGHT_KEPT,
    ChangeKind.PASSENGER_CHECKED_IN, ChangeKind.PASSENGER_BOARDED, ChangeKind.WISH_MADE, ChangeKind.WISH_ENDED,
}  # fmt: skip
OF_WISHES = {ChangeKind.WISH_MADE, ChangeKind.PLACE_OFFERED, ChangeKind.WISH_ENDED}

_CHANGE_ALL = {ChangeKind.CAPACITY_CHANGED, ChangeKind.EVENT_CHANGED}


class EventView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw
        self._inventories: dict[int, SeatInventory] = {}

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        options, event_id = parse_view_options(view), int(topic.id)
        event = session.get(Event, event_id) if event_id <= LARGEST_ID else None
        if options is None or event is None:
            return None
        if options.section is not None:
            inventory = self._inventory(session, event_id)
            if not inventory.is_large or options.section not in inventory.sections:
                return None
        if options.wall:
            return PUBLIC
        return Audience("manager" if viewer.manages(event.venue_id) else "public", viewer.id or None)

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        if any(change.kind in _CHANGE_ALL for change in changes):
            whole = self.snapshot(session, topic, view, audience, now)
            if audience.person is None:
                # Whoever has seats here is named in the change; the baskets of all others are empty.
                whole |= self._fragments(session, topic, view, audience, now).empty_basket()
            return whole
        page, person = self._fragments(session, topic, view, audience, now), audience.person
        touched = {label for change in changes if _touches_seats(change) for label in change.seats}
        seats = page.data.seats(touched, person)
        fragments = page.seats(seats) if seats else Fragments()
        if any(change.kind == ChangeKind.FLIGHT_STATUS_CHANGED for change in changes):
            fragments |= page.flight()
            if any(_opens_or_ends_the_sale(change) for change in changes):
                fragments |= page.sale()
        own = [change for change in changes if person in change.people]
        if any(_touches_seats(change) or change.kind == ChangeKind.HOLD_EXTENDED for change in own):
            fragments |= page.own({seat.section for seat in seats})
        if any(change.kind in OF_WISHES for change in own):
            fragments |= page.waiting()
        if any(change.kind == ChangeKind.HOLD_EXPIRED for change in own):
            fragments |= page.expired()
        return fragments

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        page = self._fragments(session, topic, view, audience, now)
        return page.whole() if audience.person is None else {**page.whole(), **page.basket(), **page.waiting(), **page.expired()}

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """The sale opens, ends, or is over since the event has begun. Morphed, so that it is announced once and not each
        minute; the seats are drawn again in the first minutes, and for who comes back later the stylesheet puts them out of reach."""
        turned = [turn for turn in _turns(session, topic) if turn <= now]
        if not turned:
            return {}
        page = self._fragments(session, topic, view, audience, now)
        return page.sale() if now - max(turned) < SEATS_AGAIN else page.sale_alone()

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return min((turn for turn in _turns(session, topic) if turn > now), default=None)

    def zone(self, session: Session, topic: Topic) -> str:
        event = session.get_one(Event, int(topic.id))
        return zone_of_event(session, event, session.get_one(Venue, event.venue_id))

    def _fragments(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> EventFragments:
        event_id, options = int(topic.id), parse_view_options(view) or ViewOptions()
        key = (EventData, event_id, now)
        if key not in session.info:
            session.info[key] = EventData(session, event_id, self._inventory(session, event_id), now)
        return EventFragments(self._draw, session.info[key], options, audience.person, audience.is_manager)

    def _inventory(self, session: Session, event_id: int) -> SeatInventory:
        """Kept between readings for as long as the event has the same seats."""
        known = self._inventories.get(event_id)
        if known is None or known.fingerprint != fingerprint_of(session, event_id):
            if len(self._inventories) >= INVENTORIES_KEPT:
                self._inventories.clear()
            known = self._inventories[event_id] = read_inventory(session, event_id)
        return known


def _turns(session: Session, topic: Topic) -> tuple[datetime, ...]:
    """When the clock opens the sale or ends it, and when the waiting list closes before that."""
    sale = session.get_one(Event, int(topic.id)).sale
    return (*sale.turns, closes_at(sale.over_at))


def _opens_or_ends_the_sale(change: TopicChange) -> bool:
    ended = [change.detail.get(name) in CLOSED_FLIGHTS for name in ("previous", "status")]
    return change.kind == ChangeKind.FLIGHT_STATUS_CHANGED and ended[0] != ended[1]


def _touches_seats(change: TopicChange) -> bool:
    return change.kind not in _TOUCH_NO_SEAT or change.detail.get("previous") == BookingStatus.CANCELLED
