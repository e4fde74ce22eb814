"""The first free time of a day at a venue, wherever it is, or why there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bookings.models import Resource, Venue
from bookings.reading.boards.bookable import Refused
from bookings.reading.boards.columns import Laid
from bookings.rules.times.slots import Slot
from bookings.rules.violation import NoPrice

TAKEN = "everything is taken"


@dataclass(frozen=True)
class FirstFree:
    """A court (or provider) from which the shortest booking may begin, with its price. Without a court, `why` there is none."""

    court_id: str = ""
    name: str = ""
    sport: str = ""
    start: datetime | None = None
    label: str = ""
    price: Decimal | None = None
    why: str = ""


def first_free(
    venue: Venue, rows: Sequence[Resource], slots: Sequence[Slot], refused: Refused, laid: Iterable[Laid], group: str
) -> FirstFree:
    """By what is `refused` and what is `laid`; at the price of a member `group`."""
    lying: defaultdict[str, list[Laid]] = defaultdict(list)
    for each in laid:
        lying[each.column].append(each)
    shortest = timedelta(minutes=venue.min_minutes)
    for slot in slots:
        for row in rows:
            end = max(slot.end, slot.start + shortest) if row.kind == "court" else slot.end
            if slot.row in refused[row.id] or any(each.start < end and slot.start < each.end for each in lying[row.id]):
                continue
            return FirstFree(row.id, row.name, row.sport, slot.start, slot.label, _price(venue, row, slot.start, shortest, group))
    return FirstFree(why=_why(rows, slots, refused))


def _price(venue: Venue, row: Resource, start: datetime, shortest: timedelta, group: str) -> Decimal | None:
    if row.kind != "court":
        return None
    try:
        return venue.tariff.prices_of(row.id, row.sport).quote(group or None, start, start + shortest).price
    except NoPrice:
        return None


def _why(rows: Sequence[Resource], slots: Sequence[Slot], refused: Refused) -> str:
    """What is refused of the day's last time stands for all of it: what is past or closes comes before."""
    if not rows or not slots:
        return ""
    open_to_all = all(refused[row.id].get(slots[-1].row) for row in rows) and all(len(refused[row.id]) == len(slots) for row in rows)
    return refused[rows[0].id][slots[-1].row] if open_to_all else TAKEN
