"""What a seat map consists of, as plain values for one person. `maps` and `seats` read them from the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from bookings.reading.seats.occupancy import DRAWN_WHOLE
from bookings.rules import topics
from bookings.rules.sale import Closed, FlightFacts, may_choose
from bookings.rules.status import FlightStatus


@dataclass(frozen=True)
class Category:
    """A price category: its letter as the map shows it (a, b, c by price), name, price and how many are free."""

    code: str
    letter: str
    name: str
    price: Decimal
    currency: str
    free: int = 0


@dataclass(frozen=True)
class SeatView:
    """One seat as one person sees it. `state` is free, held, mine, booked or blocked; `owned` is a `mine` that is booked."""

    label: str
    section: str
    row: str
    number: str
    position: int
    category: Category
    state: str
    owned: bool = False
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowView:
    """A row from left to right; None is a gap (an aisle or a place without a seat). `before` and `behind` it are doors and other
    facilities of a cabin, `wing` says that it is beside one."""

    name: str
    places: tuple[SeatView | None, ...]
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    wing: bool = False

    @property
    def category(self) -> Category:
        """The one of most of its seats."""
        return Counter(seat.category for seat in self.places if seat is not None).most_common(1)[0][0]

    @property
    def by_an_exit(self) -> bool:
        return any(seat is not None and "exit" in seat.features for seat in self.places)


@dataclass(frozen=True)
class SectionView:
    """A section with its counts; `rows` is empty where its seats are not drawn. The places of an `area` have no numbers."""

    name: str
    slug: str
    free: int
    total: int
    categories: tuple[Category, ...]
    rows: tuple[RowView, ...] = ()
    held: int = 0
    area: bool = False

    @property
    def aisle(self) -> int:
        """The first place across where no row has a seat; -1 where there is none."""
        gaps = (
            all(place is None for place in places) for places in zip(*(row.places for row in self.rows), strict=True)
        )
        return next((n for n, empty in enumerate(gaps) if empty), -1)


@dataclass(frozen=True)
class FlightView:
    """What an event that is a flight has besides. `zone` is that of where it lands, "" where nobody has said; `leaves` and
    `lands` are when it is expected to, where that is another time than planned; `previous_gate` is what it was before a change,
    `here` the zone of where it leaves, "" for the airline's."""

    number: str
    origin: str
    destination: str
    status: str
    gate: str
    zone: str = ""
    leaves: datetime | None = None
    lands: datetime | None = None
    previous_gate: str = ""
    here: str = ""

    @property
    def facts(self) -> FlightFacts:
        return FlightFacts(self.number, FlightStatus(self.status))


@dataclass(frozen=True)
class OwnSeats:
    """How many seats of each section (by slug) are the person's: in the basket, and booked."""

    held: Mapping[str, int] = field(default_factory=dict)
    booked: Mapping[str, int] = field(default_factory=dict)

    def count(self, section: str | None = None) -> dict[str, int]:
        """As `mine` and `owned`, in this section or in all."""
        if section is None:
            return {"mine": sum(self.held.values()), "owned": sum(self.booked.values())}
        return {"mine": self.held.get(section, 0), "owned": self.booked.get(section, 0)}

    def all_in(self, section: str) -> int:
        return sum(self.count(section).values())


@dataclass(frozen=True)
class SeatMap:
    """`closed` says why nothing more is sold here, None while it is on sale. `manages`: it is for somebody who manages the venue."""

    event_id: int
    venue_id: str
    venue_name: str
    logo: str
    zone: str
    currency: str
    kind: str
    title: str
    starts_at: datetime
    doors_at: datetime | None
    limit: int
    version: int
    closed: Closed | None
    flight_number: str
    categories: tuple[Category, ...]
    sections: tuple[SectionView, ...]
    counts: Mapping[str, int] = field(repr=False)
    """Of what is drawn, by state as everybody sees it (free held booked blocked), by feature (free ones), and of the
    person's own: mine (held) and owned (booked)."""
    section: str | None = None
    """The slug of the one section that is drawn, None where all are or the outline is."""
    ends_at: datetime | None = None
    flight: FlightView | None = None
    features: frozenset[str] = frozenset()
    """Those that any of its seats has."""
    own: OwnSeats = OwnSeats()
    description: str = ""
    manages: bool = False
    may_wait: bool = False
    """Whether the waiting list can be joined: fewer seats are free than one basket may have, and it is not too late."""

    @property
    def may_choose(self) -> bool:
        """Whether a press on a free seat leads on."""
        return may_choose(self.closed, manages=self.manages)

    @property
    def topic(self) -> topics.Topic:
        return topics.event(self.event_id)

    @property
    def name(self) -> str:
        """What stands over the page; a flight's has its number."""
        return name_with_number(self.title, self.flight_number)

    @property
    def free(self) -> int:
        return self.counts["free"]

    @property
    def capacity(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def drawn(self) -> list[SectionView]:
        """The sections that are shown with their seats, or with the places of an area."""
        here = [section for section in self.sections if self.section in (None, section.slug)]
        return [section for section in here if section.rows or (section.area and not self.is_outline)]

    @property
    def in_sections(self) -> bool:
        """Whether it is too large to be drawn at once."""
        return self.capacity > DRAWN_WHOLE

    @property
    def is_outline(self) -> bool:
        """Whether only the sections are shown, and no seat."""
        return self.in_sections and self.section is None

    def seats(self) -> list[SeatView]:
        return [seat for section in self.sections for row in section.rows for seat in row.places if seat is not None]


def name_with_number(title: str, flight_number: str) -> str:
    """A flight's title with its number, unless that is in it; a show has none."""
    return title if flight_number in title else f"{flight_number} {title}"
