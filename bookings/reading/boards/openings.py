"""What can be booked from one free place of a board on: how long, with whom, at what price, or why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Resource, Service, ServiceProvider, Venue, Viewer
from bookings.reading.boards.taken_times import free_until_of, taken_between
from bookings.reading.parts import taken_with
from bookings.reading.prices import Prices, shown_prices
from bookings.rules.overrides import is_venue_rule
from bookings.rules.services import Group, appointment_time, group_of
from bookings.rules.times.counted import free_only
from bookings.rules.times.zones import exact_label, iso, local_day
from bookings.rules.violation import RuleViolation

USUAL = timedelta(hours=1)


@dataclass(frozen=True)
class Choice:
    """One thing to book: `value` for the form (a court's end as an instant, or a service's id), when it ends, its price
    (None: it depends on whose booking it will be)."""

    value: str
    name: str
    end: datetime
    minutes: int
    price: Decimal | None
    places: int = 0
    """How many are free of a group; 0 for what is no group."""


@dataclass(frozen=True)
class Opening:
    """A court (or provider) at a start. Without `choices`, `refusal` says why; `taken` when somebody has it.

    `confirmed`: what this viewer books here needs no answer, so that it is no request. `by_group`: members of some group pay
    other prices, so that staff have to say for whom.
    `cancel_until`: its customer may cancel it until then; None when that is past already.
    `manages`: the viewer manages the venue, and `overridable`: they may set aside what the refusal says; then `choices` are what
    can be booked in spite of it.
    """

    court_id: str
    name: str
    kind: str
    sport: str
    start: datetime
    label: str
    day: date
    choices: tuple[Choice, ...]
    usual: str
    coaches: tuple[tuple[str, str], ...]
    refusal: str
    taken: bool
    confirmed: bool
    cancel_until: datetime | None
    zone: str
    manages: bool
    overridable: bool
    currency: str
    by_group: bool


def read_opening(
    session: Session, venue_id: str, court_id: str, start: datetime, viewer: Viewer, now: datetime, customer_id: str | None = None
) -> Opening:
    """At the prices of this viewer; of the customer for whom staff books, of anybody while they have not said for whom.

    Raises NotFound for a court that is not of this venue.
    """
    venue, court = session.get(Venue, venue_id), session.get(Resource, court_id)
    if venue is None or court is None or court.venue_id != venue_id or court.kind not in {"court", "provider"}:
        raise NotFound("There is no such court here.")
    together = taken_with(session, {court_id})[court_id]
    free_until = free_until_of(session, together, start, now)
    taken = taken_between(session, {court_id}, start, start, now)
    cancel_until = start - timedelta(hours=venue.cancel_hours)
    refusal = ""
    choices: list[Choice] = []
    in_spite: list[Choice] = []
    if court.retired_at is not None:
        refusal = f"{court.name} is not booked any more."
    prices = shown_prices(session, venue, viewer, customer_id)
    for wanted in _bookable(session, venue, court, start, prices) if court.retired_at is None else ():
        try:
            # Each by itself: what does not fit here, such as a service off the grid, hides none of the others.
            choice, rule = wanted.checked(venue, court, start, viewer, now)
        except RuleViolation as violation:
            refusal = refusal or violation.message
            continue
        full = wanted.group is not None and not taken.places_left(wanted.group)
        if not full and not taken.is_busy(court_id, wanted.first, wanted.last, wanted.group):
            left = taken.places_left(wanted.group) if wanted.group is not None else 0
            (in_spite if rule else choices).append(replace(choice, places=left))
        refusal = refusal or rule
    overridable = bool(in_spite) and not choices
    if choices:
        refusal = ""
    elif overridable:
        choices = in_spite
    elif not refusal:
        refusal = _too_short(court, start, free_until, venue)
    return Opening(
        court_id=court.id,
        name=court.name,
        kind=court.kind,
        sport=court.sport,
        start=start,
        label=exact_label(start, venue.zone),
        day=local_day(start, venue.zone),
        choices=tuple(choices),
        usual=_usual(choices, start),
        coaches=_coaches(session, venue, start, choices) if court.kind == "court" else (),
        refusal=refusal,
        taken=free_until == start,
        confirmed=venue.confirms(for_staff=viewer.works_at(venue.id)),
        cancel_until=cancel_until if cancel_until > now else None,
        zone=venue.zone,
        manages=viewer.manages(venue.id),
        overridable=overridable,
        currency=venue.currency,
        by_group=court.kind == "court" and bool(prices.tariff.groups),
    )


@dataclass(frozen=True)
class _Bookable:
    """One thing that might be booked here. It takes from `first` to `last`, with what is kept free around it."""

    value: str
    name: str
    end: datetime
    minutes: int
    first: datetime
    last: datetime
    price: Callable[[], Decimal | None]
    fixed: int | None = None
    group: Group | None = None

    def checked(
        self, venue: Venue, court: Resource, start: datetime, viewer: Viewer, now: datetime
    ) -> tuple[Choice, str]:
        """The choice, with the sentence of the rule that this viewer would have to set aside for it ("": none). Raises RuleViolation
        where the desk's own terms do not allow it: asked before anybody types."""
        terms = venue.booking_terms(for_staff=viewer.works_at(venue.id), of=court)
        violations = list((terms.of_length(self.fixed) if self.fixed else terms).violations(start, self.end, now))
        if violations and not (viewer.manages(venue.id) and all(is_venue_rule(each.code) for each in violations)):
            raise violations[0]
        choice = Choice(self.value, self.name, self.end, self.minutes, self.price())
        return choice, violations[0].message if violations else ""


def _bookable(session: Session, venue: Venue, court: Resource, start: datetime, prices: Prices) -> Iterator[_Bookable]:
    """Everything that might be booked here, shortest first."""
    if court.kind == "provider":
        offered = select(ServiceProvider.service_id).where(ServiceProvider.resource_id == court.id)
        services = select(Service).where(Service.id.in_(offered), Service.retired_at.is_(None))
        for service in session.scalars(services.order_by(Service.minutes, Service.name, Service.id)):
            time = appointment_time(
                start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after
            )
            yield _Bookable(
                service.id,
                service.name,
                time.visit[1],
                service.minutes,
                *time.whole,
                partial(Decimal, service.price),
                fixed=service.minutes,
                group=group_of(service.id, court.id, start, minutes=service.minutes, places=service.places),
            )
        return
    for minutes in range(venue.min_minutes, venue.max_minutes + 1, venue.slot_minutes):
        end = start + timedelta(minutes=minutes)
        yield _Bookable(iso(end), "", end, minutes, start, end, partial(prices.shown, court, start, end))


def _too_short(court: Resource, start: datetime, free_until: datetime | None, venue: Venue) -> str:
    when = exact_label(start, venue.zone)
    if free_until is None:
        return f"{court.name} offers nothing that could be booked."
    if free_until == start:
        return f"{court.name} at {when} is taken."
    minutes = int((free_until - start) / timedelta(minutes=1))
    return f"{court.name} is {free_only(minutes)} from {when}, and a booking takes longer."


def _usual(choices: list[Choice], start: datetime) -> str:
    """An hour where that can be had, else the longest below."""
    fitting = [choice for choice in choices if choice.end - start <= USUAL]
    return fitting[-1].value if fitting else choices[0].value if choices else ""


def _coaches(
    session: Session, venue: Venue, start: datetime, choices: Sequence[Choice]
) -> tuple[tuple[str, str], ...]:
    """Who is there then, for one of the choices at least."""
    found = session.scalars(
        select(Resource)
        .where(Resource.venue_id == venue.id, Resource.kind == "coach", Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    )
    return tuple(
        (coach.id, coach.name)
        for coach in found
        if coach.own_hours is None or any(coach.own_hours.cover(start, each.end, venue.zone) for each in choices)
    )
