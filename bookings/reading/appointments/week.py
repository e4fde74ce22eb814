"""What the pages show on which an appointment is chosen: the services of a venue, a week of free times of one, and one of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Resource, Service, ServiceProvider, Venue
from bookings.reading.appointments.free import FreeTime, Wanted, free_appointments
from bookings.rules import topics
from bookings.rules.times.zones import local_day
from bookings.rules.topics import Topic

DAYS = 7
CLINIC = "clinic"


@dataclass(frozen=True)
class OfferedService:
    """With the (id, name) of those who provide it; `offered` as long as anybody does."""

    id: str
    name: str
    minutes: int
    price: Decimal
    providers: tuple[tuple[str, str], ...]
    retired: bool

    @property
    def offered(self) -> bool:
        return bool(self.providers) and not self.retired


@dataclass(frozen=True)
class ServicesOfVenue:
    venue_id: str
    venue: str
    address: str
    zone: str
    currency: str
    logo: str
    services: tuple[OfferedService, ...]


@dataclass(frozen=True)
class DayOfTimes:
    """Each start once, with the first provider who is free."""

    day: date
    times: tuple[FreeTime, ...]


@dataclass(frozen=True)
class WeekOfTimes:
    """The free times of a service on DAYS days, with one provider (by id) or, "", with any; those of the `chosen` day in full."""

    at: ServicesOfVenue
    service: OfferedService
    provider_id: str
    days: tuple[DayOfTimes, ...]
    chosen: DayOfTimes
    today: date
    last: date
    """The last day that can be booked at this moment."""
    moving: str
    """The id of the appointment that is to be moved; "" for a new one."""

    @property
    def first_free(self) -> FreeTime | None:
        return next((each.times[0] for each in self.days if each.times), None)

    @property
    def provider(self) -> str:
        """The name of the one who was chosen; "" for any, and for somebody who does not provide it any more."""
        return dict(self.service.providers).get(self.provider_id, "")

    @property
    def earlier(self) -> date | None:
        first = self.days[0].day
        return max(first - timedelta(days=DAYS), self.today) if first > self.today else None

    @property
    def later(self) -> date | None:
        following = self.days[0].day + timedelta(days=DAYS)
        return following if following <= self.last else None

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The boards of its days."""
        return tuple(topics.board(self.at.venue_id, each.day) for each in self.days)


@dataclass(frozen=True)
class ChosenTime:
    """One start of a service with one provider; `free` is None when that is not to be had (any more)."""

    at: ServicesOfVenue
    service: OfferedService
    provider_id: str
    start: datetime
    free: FreeTime | None
    confirmed: bool
    """Whether it needs no answer from the venue."""
    cancel_until: datetime
    moving: str

    @property
    def provider(self) -> str:
        return dict(self.service.providers).get(self.provider_id, "")

    @property
    def day(self) -> date:
        return local_day(self.start, self.at.zone)

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.service.minutes)


def read_services(session: Session, venue_id: str) -> ServicesOfVenue:
    """What is offered there. Raises NotFound for a venue that has no services."""
    at, services = _at(session, venue_id)
    return ServicesOfVenue(**at, services=tuple(each for each in services if each.offered))


def read_week(
    session: Session, venue_id: str, service_id: str, provider_id: str, first: date, now: datetime, chosen: date | None = None,
    moving: str = "",
) -> WeekOfTimes:  # fmt: skip
    """From `first` on, by a customer's rules; without a `chosen` day that is the first with anything free.

    Raises NotFound for a service that is not of this venue.
    """
    venue, at, service = _service_at(session, venue_id, service_id)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    wanted = Wanted(service.id, provider_id or None, moving or None)
    by_day: dict[date, dict[datetime, FreeTime]] = {day: {} for day in days}
    for each in free_appointments(session, venue, days, now, wanted):
        by_day[local_day(each.start, venue.zone)].setdefault(each.start, each)
    today = local_day(now, venue.zone)
    week = tuple(DayOfTimes(day, tuple(times[start] for start in sorted(times))) for day, times in by_day.items())
    shown = next((each for each in week if each.day == chosen or (chosen is None and each.times)), week[0])
    return WeekOfTimes(at, service, provider_id, week, shown, today, today + timedelta(days=venue.window_days), moving)


def read_chosen(
    session: Session, venue_id: str, service_id: str, provider_id: str, start: datetime, now: datetime, moving: str = ""
) -> ChosenTime:
    """Raises NotFound for a service that is not of this venue."""
    venue, at, service = _service_at(session, venue_id, service_id)
    free = free_appointments(session, venue, [local_day(start, venue.zone)], now, Wanted(service.id, provider_id, moving or None))
    found = next((each for each in free if each.start == start), None)
    cancel_until = start - timedelta(hours=venue.cancel_hours)
    return ChosenTime(at, service, provider_id, start, found, venue.confirms_at_once, cancel_until, moving)


def providers_of(session: Session, service_id: str) -> tuple[tuple[str, str], ...]:
    """The (id, name) of those who provide a service, in their order."""
    provided = (
        select(Resource.id, Resource.name)
        .join(ServiceProvider, ServiceProvider.resource_id == Resource.id)
        .where(ServiceProvider.service_id == service_id, Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    )
    return tuple((each.id, each.name) for each in session.execute(provided))


def is_service_of(session: Session, venue_id: str, service_id: str) -> bool:
    service = session.get(Service, service_id)
    return service is not None and service.venue_id == venue_id


def is_own_appointment(session: Session, booking_id: str, service_id: str, person_id: str) -> bool:
    """Whether this person has booked that service with it."""
    booking = session.get(Booking, booking_id)
    return booking is not None and (booking.customer_id, booking.service_id) == (person_id, service_id)


def is_provider_of(session: Session, venue_id: str, resource_id: str) -> bool:
    resource = session.get(Resource, resource_id)
    return resource is not None and resource.venue_id == venue_id and resource.kind == "provider"


def _service_at(session: Session, venue_id: str, service_id: str) -> tuple[Venue, ServicesOfVenue, OfferedService]:
    at, services = _at(session, venue_id, service_id)
    if not services:
        raise NotFound("There is no such service here.")
    return session.get_one(Venue, venue_id), ServicesOfVenue(**at, services=()), services[0]


def _at(session: Session, venue_id: str, service_id: str | None = None) -> tuple[dict[str, str], Sequence[OfferedService]]:
    """The fields of the venue, and its services or the one that is named, also what is retired."""
    venue = session.get(Venue, venue_id)
    if venue is None or venue.kind != CLINIC:
        raise NotFound("There are no appointments to book here.")
    query = select(Service).where(Service.venue_id == venue_id).order_by(Service.name, Service.id)
    services = session.scalars(query if service_id is None else query.where(Service.id == service_id)).all()
    provided = session.execute(
        select(ServiceProvider.service_id, Resource.id, Resource.name)
        .join(Resource, Resource.id == ServiceProvider.resource_id)
        .where(ServiceProvider.service_id.in_([each.id for each in services]), Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    ).all()
    found = [
        OfferedService(
            each.id, each.name, each.minutes, each.price,
            tuple((provider_id, name) for service, provider_id, name in provided if service == each.id),
            each.retired_at is not None,
        )
        for each in services
    ]  # fmt: skip
    of_venue = {
        "venue_id": venue.id, "venue": venue.name, "address": venue.address, "zone": venue.zone, "currency": venue.currency,
        "logo": venue.logo,
    }  # fmt: skip
    return of_venue, found
