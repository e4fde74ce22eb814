"""A venue's day board as a plain value: courts (or providers) across, slots down, a cell for every pair of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bookings.reading.audience import Audience
from bookings.reading.boards.beyond import Beyond
from bookings.reading.boards.cells import Cell, Court
from bookings.reading.boards.first_free import FirstFree
from bookings.reading.boards.present import Counts, NowLine
from bookings.rules import topics
from bookings.rules.times.slots import Slot

TODAY = "today"

Span = tuple[str, datetime, datetime]
"""A resource's id, from and to."""


@dataclass(frozen=True)
class Board:
    """One local day of a venue, or of one `sport` there (by its slug; "" is all of `sports`, which are slugs and words).

    `spans` is what lies on it, to the minute; `gone` rows of it are past. A day without slots is closed, and `next_open` is
    the next one that is not. It `means_today` when it was asked for as today, whatever day that is by then.
    """

    venue_id: str
    venue_name: str
    zone: str
    currency: str
    slot_minutes: int
    day: date
    today: date
    version: int
    audience: Audience
    courts: tuple[Court, ...]
    slots: tuple[Slot, ...]
    cells: Mapping[tuple[str, int], Cell] = field(repr=False)
    spans: tuple[Span, ...] = field(repr=False)
    counts: Counts = Counts()
    now: NowLine | None = None
    gone: int = 0
    sports: tuple[tuple[str, str], ...] = ()
    sport: str = ""
    next_open: date | None = None
    occasion: str = ""
    """What the day is called when its hours differ: a holiday."""
    means_today: bool = False
    setup_version: int = 0
    """The version of the venue's set-up (topic setup:{venue}) at which it was read."""
    beyond: tuple[Beyond, ...] = ()
    """For staff: the bookings of the day that have no place among the cells."""
    offered: frozenset[int] = frozenset()
    """The rows from which anything may be booked at this moment."""
    logo: str = ""
    shortest: int = 0
    """Minutes of the shortest booking of a court, whose price the cells show."""
    first: FirstFree | None = None
    """For customers: where the day's first free time is."""
    group: str = ""
    """The member group whose prices its cells show; "" is everybody's."""

    @property
    def named_day(self) -> str:
        """How an address of this board names its day."""
        return TODAY if self.means_today else self.day.isoformat()

    @property
    def topic(self) -> topics.Topic:
        return topics.board(self.venue_id, self.day)

    @property
    def previous(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def following(self) -> date:
        return self.day + timedelta(days=1)

    def row(self, slot: Slot) -> list[Cell]:
        """The cells of one slot, court by court."""
        return [self.cells[court.id, slot.row] for court in self.courts]

    def touched(self, times: Iterable[Span]) -> list[Cell]:
        """The cells that lie in any of these spans."""
        spans = list(times)
        return [cell for cell in self.cells.values() if any(_lies_in(cell, span) for span in spans)]

    def beside(self, times: Iterable[Span]) -> list[Cell]:
        """The cells outside of these spans that can look different with them.

        A closure or a buffer that shares a slot with one of them gets or loses that slot, so its card begins elsewhere.
        """
        touched = self.touched(times)
        sharing = [span for span in self.spans if any(_lies_in(cell, span) for cell in touched)]
        known = {(cell.court.id, cell.row) for cell in touched}
        return [cell for cell in self.touched(sharing) if (cell.court.id, cell.row) not in known]


def _lies_in(cell: Cell, span: Span) -> bool:
    resource, start, end = span
    return cell.court.id == resource and cell.start < end and start < cell.end
