"""The figures of a venue's span of days, and of as many days before: kept counts of what is over, the rest counted now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import DayCount, Person, Role, Staff, Venue, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.figures.counting import count_days, first_day, last_settled
from bookings.reading.figures.places import places_of
from bookings.rules.figures.day import DayFigures
from bookings.rules.figures.heat import Heat, heat_of_places, heat_of_seats
from bookings.rules.figures.hours import is_usual
from bookings.rules.figures.spans import FigureSpan
from bookings.rules.figures.totals import Totals, totals_of
from bookings.rules.times.zones import local_day

AT_ONCE = 45
"""So many days that are over and not counted yet are counted for whoever asks; the others by upkeep, within minutes."""

ONLINE, GONE = "Online, by customers", "Somebody who has left"
_NO_VENUE = "There is no such venue among those where you work."


@dataclass(frozen=True)
class SpanFigures:
    """`days` and `earlier` (of the span before) by date; `uncounted` days of them are not counted yet, and nothing so far."""

    venue_id: str
    venue: str
    kind: str
    zone: str
    currency: str
    span: FigureSpan
    now: datetime
    days: Mapping[date, DayFigures]
    earlier: Mapping[date, DayFigures]
    totals: Totals
    before: Totals
    places: Heat
    places_before: Heat
    seats: Heat
    seats_before: Heat
    clerks: Mapping[str, str]
    uncounted: int

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)


def may_read_figures(viewer: Viewer, venue_id: str) -> bool:
    """Whoever works there, as in the room for programs."""
    return viewer.works_at(venue_id)


def venue_of_figures(session: Session, venue_id: str, viewer: Viewer) -> Venue:
    """Raises NotFound when there is none of which this viewer may read figures."""
    venue = session.get(Venue, venue_id)
    if venue is None or not may_read_figures(viewer, venue_id):
        raise NotFound(_NO_VENUE)
    return venue


def read_figures(session: Session, venue: Venue, span: FigureSpan, now: datetime) -> SpanFigures:
    before, zone = span.before, venue.zone
    counted, uncounted = _counted(session, venue, before.first, span.last, now)
    days = {day: counted.get(day, DayFigures()) for day in span.days()}
    earlier = {day: counted.get(day, DayFigures()) for day in before.days()}
    totals, places, hours = totals_of(days), places_of(session, venue), venue.opening_hours
    unusual = frozenset(day for day in (*earlier, *days) if not is_usual(day, zone))
    return SpanFigures(
        venue.id, venue.name, venue.kind, zone, venue.currency, span, now, days, earlier, totals, totals_of(earlier),
        heat_of_places(places, hours, zone, days, unusual), heat_of_places(places, hours, zone, earlier, unusual),
        heat_of_seats(days), heat_of_seats(earlier), _clerks(session, venue.id, totals), uncounted,
    )  # fmt: skip


def _counted(
    session: Session, venue: Venue, first: date, last: date, now: datetime
) -> tuple[dict[date, DayFigures], int]:
    """The days with anything in them, and how many are not counted yet."""
    settled, begins = last_settled(now, venue.zone), first_day(session, venue)
    if begins is None or begins > last:
        return {}, 0
    first = max(first, begins)
    kept = select(DayCount.day, DayCount.figures).where(
        DayCount.venue_id == venue.id, DayCount.day >= first, DayCount.day <= last, DayCount.figures.is_not(None)
    )
    found = {day: DayFigures.read(figures) for day, figures in session.execute(kept)}
    span = FigureSpan(first, last)
    missing = [day for day in span.days() if day <= settled and day not in found]
    now_counted = [day for day in span.days() if day > settled] + missing[-AT_ONCE:]
    for begin, end in _runs(sorted(now_counted)):
        found |= count_days(session, venue, begin, end)
    return found, max(0, len(missing) - AT_ONCE)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Days in order as runs from one day to another."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _clerks(session: Session, venue_id: str, totals: Totals) -> dict[str, str]:
    """The name of everybody who wrote a line of money down: of those at the desk their own, of customers none."""
    ids = {clerk for revenue in totals.revenue.values() for clerk in revenue.by_clerk}
    works_here = select(Staff.person_id).where(Staff.venue_id == venue_id)
    people = select(Person.id, Person.name, (Person.role != Role.CUSTOMER) | Person.id.in_(works_here))
    known = {id: (name, at_desk) for id, name, at_desk in session.execute(people.where(Person.id.in_(ids)))}
    names = {}
    for clerk in ids:
        name, at_desk = known.get(clerk, (GONE, True))
        names[clerk] = RINGSIDE.name if clerk == RINGSIDE.id else name if at_desk else ONLINE
    return names
