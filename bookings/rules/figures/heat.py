"""How full: of the hours that courts and people are open, or of the seats of events, by the hour of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bookings.rules.figures.day import DayFigures
from bookings.rules.figures.hours import open_by_hour
from bookings.rules.times.hours import OpeningHours, Pairs

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Place:
    """A court or a person. `parts` are the courts that it is split into, `own` the hours of a person, `until` the day on which
    it took its last bookings, if it is retired."""

    id: str
    number: int
    name: str
    kind: str
    sport: str
    own: OpeningHours | None = None
    until: date | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """So much of so much, in minutes or seats."""

    part: float = 0
    whole: float = 0

    @property
    def ratio(self) -> float:
        """From 0 to 1: what was sold beyond the opening hours makes it no fuller than full."""
        return min(1.0, self.part / self.whole) if self.whole else 0.0

    @property
    def percent(self) -> int | None:
        """None where there was nothing to sell."""
        return round(100 * self.ratio) if self.whole else None

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True)
class HeatRow:
    """`cells` by hour, those with something to sell; `place` of a court or a person, `weekday` (0 Monday) of seats."""

    label: str
    cells: Mapping[int, Share]
    place: Place | None = None
    weekday: int | None = None

    @property
    def total(self) -> Share:
        return sum(self.cells.values(), Share())

    @property
    def fullest(self) -> int | None:
        """The hour that is fullest, the earliest of several."""
        best = max(self.cells, key=lambda hour: (self.cells[hour].ratio, -hour), default=None)
        return best if best is not None and self.cells[best].part else None


@dataclass(frozen=True)
class Heat:
    rows: tuple[HeatRow, ...]

    @property
    def total(self) -> Share:
        return sum((row.total for row in self.rows), Share())

    @property
    def hours(self) -> range:
        """From the first to the last in which anything can be sold."""
        found = {hour for row in self.rows for hour in row.cells}
        return range(min(found), max(found) + 1) if found else range(0)


def heat_of_places(
    places: Iterable[Place], hours: OpeningHours, zone: str, days: Mapping[date, DayFigures], unusual: frozenset[date]
) -> Heat:
    """By court or person and hour, of the hours in which it is open and not closed; half of a court that is split in two counts as
    half of it. `unusual` days have 23 or 25 hours."""
    sold, closed = (_together(each) for each in ([day.sold for day in days.values()], [day.closed for day in days.values()]))
    rows = []
    for place in places:
        taken, shut = minutes_of(place, sold), minutes_of(place, closed)
        if place.until is not None and not taken:
            continue
        opened = _opened(place, hours, zone, days, unusual)
        left = {hour: max(0, minutes - shut.get(hour, 0)) for hour, minutes in opened.items()}
        cells = {hour: Share(taken.get(hour, 0), left.get(hour, 0)) for hour in sorted({*taken, *left})}
        rows.append(HeatRow(place.name, {hour: share for hour, share in cells.items() if share.part or share.whole}, place))
    return Heat(tuple(rows))


def minutes_of(place: Place, by_resource: Mapping[str, Mapping[int, int]]) -> dict[int, float]:
    """Of the place by hour, with those of its parts, each of which is that much of it."""
    found: dict[int, float] = dict(by_resource.get(place.id, {}))
    for part in place.parts:
        for hour, minutes in by_resource.get(part, {}).items():
            found[hour] = found.get(hour, 0) + minutes / len(place.parts)
    return found


def heat_of_seats(days: Mapping[date, DayFigures]) -> Heat:
    """By weekday and the hour in which an event begins."""
    cells: dict[int, dict[int, Share]] = {}
    for day, figures in days.items():
        row = cells.setdefault(day.weekday(), {})
        for hour, (sold, seats) in figures.seats.items():
            row[hour] = row.get(hour, Share()) + Share(sold, seats)
    return Heat(
        tuple(HeatRow(WEEKDAYS[weekday], dict(sorted(row.items())), weekday=weekday) for weekday, row in sorted(cells.items()) if row)
    )


def _together(days: Iterable[Mapping[str, Counter[int]]]) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {}
    for day in days:
        for resource_id, minutes in day.items():
            found.setdefault(resource_id, Counter()).update(minutes)
    return found


def _opened(
    place: Place, hours: OpeningHours, zone: str, days: Iterable[date], unusual: frozenset[date]
) -> Mapping[int, int]:
    found: Counter[int] = Counter()
    alike: Counter[tuple[Pairs, Pairs | None]] = Counter()
    first: dict[tuple[Pairs, Pairs | None], Mapping[int, int]] = {}
    for day in days:
        if place.until is not None and day > place.until:
            continue
        if day in unusual:
            found.update(open_by_hour(hours, place.own, day, zone, usual=False))
            continue
        key = (hours.pairs(day), place.own.pairs(day) if place.own is not None else None)
        alike[key] += 1
        if key not in first:
            first[key] = open_by_hour(hours, place.own, day, zone, usual=True)
    for pairs, times in alike.items():
        found.update({hour: minutes * times for hour, minutes in first[pairs].items()})
    return found
