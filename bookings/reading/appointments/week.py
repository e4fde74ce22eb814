"""What the pages show on which an appointment is chosen: a week of free times of a service, and one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bookings.reading.appointments.free import FreeTime, Wanted, free_appointments
from bookings.reading.appointments.services import OfferedService, ServicesOfVenue, service_at
from bookings.rules import topics
from bookings.rules.times.zones import local_day
from bookings.rules.topics import Topic

DAYS = 7


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


def read_week(
    session: Session, venue_id: str, service_id: str, provider_id: str, first: date, now: datetime, chosen: date | None = None,
    moving: str = "",
) -> WeekOfTimes:  # fmt: skip
    """From `first` on, by a customer's rules; without a `chosen` day that is the first with anything free.

    Raises NotFound for a service that is not of this venue.
    """
    venue, at, service = service_at(session, venue_id, service_id)
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
    venue, at, service = service_at(session, venue_id, service_id)
    free = free_appointments(session, venue, [local_day(start, venue.zone)], now, Wanted(service.id, provider_id, moving or None))
    found = next((each for each in free if each.start == start), None)
    cancel_until = start - timedelta(hours=venue.cancel_hours)
    return ChosenTime(at, service, provider_id, start, found, venue.confirms_at_once, cancel_until, moving)
