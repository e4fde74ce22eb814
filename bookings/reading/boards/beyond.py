"""Bookings of a day without a place on its board: outside of the opening hours, or within a slot that another card has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookings.models import Resource
from bookings.reading.audience import STAFF
from bookings.reading.boards.cards_by_audience import Card, ClaimRow, card_for_audience
from bookings.reading.boards.columns import Laid
from bookings.rules.times.slots import Slot


@dataclass(frozen=True)
class Beyond:
    """Only staff see them; the court (or provider) by its name."""

    court: str
    card: Card


def without_a_place(laid: Iterable[Laid], slots: Sequence[Slot]) -> Iterator[Laid]:
    """Those of these that find every slot of theirs taken by the ones before, or have none."""
    starts, ends = [slot.start for slot in slots], [slot.end for slot in slots]
    taken: defaultdict[str, set[int]] = defaultdict(set)
    for each in laid:
        over = range(bisect_right(ends, each.start), bisect_left(starts, each.end))
        if taken[each.column].issuperset(over):
            if not each.shared:
                yield each
        else:
            taken[each.column].update(over)


def read_beyond(
    laid: Iterable[Laid], by_number: Mapping[int, ClaimRow], rows: Iterable[Resource], zone: str
) -> tuple[Beyond, ...]:
    """The bookings among these, as their staff see them."""
    names = {row.id: row.name for row in rows}
    cards = ((each.column, card_for_audience(by_number[each.number], STAFF, zone, {})) for each in laid if each.number in by_number)
    return tuple(Beyond(names[column], card) for column, card in cards if card.kind == "booking")
