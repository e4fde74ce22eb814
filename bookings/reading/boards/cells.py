"""The columns and cells of a board: every court at every slot is there, free, under a card or the place of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bookings.models import Resource
from bookings.reading.audience import Audience
from bookings.reading.boards.bookable import Refused
from bookings.reading.boards.cards_by_audience import Card, ClaimRow, Groups, card_for_audience, shared_card
from bookings.reading.boards.columns import Laid
from bookings.rules.money.quotes import CourtPrices, Tariff
from bookings.rules.setup.resource import usual_name
from bookings.rules.times.counted import free_only
from bookings.rules.times.slots import Slot
from bookings.rules.violation import NoPrice


@dataclass(frozen=True)
class Court:
    """A column, counted from 1. `now` is what happens there at this moment (live, blocked or nothing), `note` says until when."""

    id: str
    column: int
    number: int
    name: str
    kind: str
    sport: str
    now: str = ""
    note: str = ""
    colour: str = ""

    @property
    def heading(self) -> str:
        """The words at the head of its column, beside the number: its name, or its sport where the name says no more than that."""
        is_usual = self.sport and self.name == usual_name(self.number)
        return self.sport[:1].upper() + self.sport[1:] if is_usual else self.name


@dataclass(frozen=True)
class Cell:
    """One court at one slot. `state` is free, card (a card begins here and spans `span` rows) or covered (by a card above)."""

    court: Court
    row: int
    label: str
    start: datetime
    end: datetime
    state: str = "free"
    span: int = 1
    price: Decimal | None = None
    card: Card | None = None
    why: str = ""
    """Why no booking may begin here at this moment, by the venue's terms for this audience, in a few words."""

    @property
    def bookable(self) -> bool:
        return not self.why


Cells = dict[tuple[str, int], Cell]
"""By court and row."""


def free_cells(
    tariff: Tariff, courts: Iterable[Court], rows: Iterable[Resource], slots: Sequence[Slot], refused: Refused,
    group: str, shortest: timedelta,
) -> Cells:  # fmt: skip
    """All of them, as if nobody had booked anything, each with what the `shortest` booking costs a member of `group` ("" is
    everybody)."""
    known: dict[tuple[int, ...], list[Decimal | None]] = {}  # most courts cost the same, and a price takes some reckoning
    cells: Cells = {}
    for court, row in zip(courts, rows, strict=True):
        prices = tariff.prices_of(row.id, row.sport)
        numbers = tuple(number for number, _ in prices.rules) if row.kind == "court" else ()
        if numbers not in known:
            known[numbers] = [_price(slot, prices, group, shortest) if numbers else None for slot in slots]
        for slot, price in zip(slots, known[numbers], strict=True):
            cells[court.id, slot.row] = Cell(
                court, slot.row, slot.label, slot.start, slot.end, price=price,
                why=refused[row.id].get(slot.row, ""),
            )  # fmt: skip
    return cells


def place_card(
    cells: Cells, slots: Iterable[Slot], laid: Laid, row: ClaimRow, audience: Audience, zone: str, groups: Groups
) -> None:
    """Put the claim's card onto the slots of its column. Where two meet in one slot, it stays with the earlier one."""
    over = [slot.row for slot in slots if slot.start < laid.end and laid.start < slot.end]
    under = [number for number in over if cells[laid.column, number].state == "free"]
    for number in under:
        cells[laid.column, number] = replace(cells[laid.column, number], state="covered", price=None)
    if under:
        first = cells[laid.column, under[0]]
        card = shared_card(laid, zone) if laid.shared else card_for_audience(row, audience, zone, groups)
        cells[laid.column, under[0]] = replace(first, state="card", span=len(under), card=card)


def mark_too_short(cells: Cells, laid: Iterable[Laid], shortest: timedelta) -> None:
    """The free cells of courts from which the `shortest` booking would run into what comes after."""
    starts: defaultdict[str, list[datetime]] = defaultdict(list)
    for each in laid:
        starts[each.column].append(each.start)
    for key, cell in cells.items():
        if cell.state == "free" and cell.bookable and cell.court.kind == "court":
            following = min((each for each in starts[key[0]] if each >= cell.end), default=None)
            if following is not None and following < cell.start + shortest:
                cells[key] = replace(cell, why=free_only(int((following - cell.start) / timedelta(minutes=1))))


def _price(slot: Slot, prices: CourtPrices, group: str, shortest: timedelta) -> Decimal | None:
    """None where the venue has set no price: the board is there to be read all the same."""
    try:
        return prices.quote(group or None, slot.start, slot.start + shortest).price
    except NoPrice:
        return None
