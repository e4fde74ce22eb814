"""The pieces of an event's page as one look at it shows them, for everybody or for one person. Drawn once and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from bookings.live.fragments import CHANGED, MORPH, QUIET, Pieces
from bookings.live.scenes.look import Look
from bookings.models import Event, Venue
from bookings.reading.baskets import read_basket, read_ended
from bookings.reading.houses import House, Plan, read_house
from bookings.reading.seat_maps import (
    categories_of,
    counted,
    counts_of,
    read_flight,
    read_own,
    read_seat_map,
    section_of,
)
from bookings.reading.seat_views import Category, SeatView, SectionView

SEATS, BASKET = "seats.html", "basket.html"


@dataclass(frozen=True)
class EventPieces:
    """`person` None: for everybody, so of nobody's own."""

    draw: Callable[..., str]
    session: Session
    event_id: int
    plan: Plan
    look: Look
    person: str | None
    now: datetime

    # -- for everybody ---------------------------------------------------------------------------------------------

    def whole(self) -> Pieces:
        """All that is live on the page, but for the person's own."""
        house = read_seat_map(
            self.session, self.event_id, self.person, self.now, section=self.look.section, plan=self.plan
        )
        return {
            "region": self.draw(SEATS, "region", house, self.look, swap=MORPH),
            "prices": self.draw(SEATS, "prices", house, swap=MORPH),
            **self.flight(),
        }

    def seats(self, seats: Collection[SeatView]) -> Pieces:
        """Those of these seats that are to be seen, and how many are left of what they are."""
        here = [seat for seat in seats if self.section_name in (None, seat.section)]
        pieces = {
            f"price-{code}": self.draw(
                SEATS, "price_count", counted(self.categories[code], self.house), self.is_flight, swap=QUIET
            )
            for code in {seat.category.code for seat in seats}
        }
        for name in {seat.section for seat in here}:
            pieces |= self._section(section_of(self.house, name, self.categories))
        if not self.is_outline:
            pieces |= {f"seat-{seat.label}": self.draw(SEATS, "seat", seat, swap=CHANGED) for seat in here}
        return pieces | self._figures(self._legend(here) if here else {})

    def flight(self) -> Pieces:
        flight = read_flight(self.session, self.event_id)
        return {"flight": self.draw(SEATS, "flight_state", flight, swap=MORPH)} if flight else {}

    def _section(self, section: SectionView) -> Pieces:
        """On its tile where only sections are shown, else at its head."""
        if self.is_outline:
            tile = self.draw(SEATS, "tile", section, self.look, self.event_id, self.venue.currency, swap=CHANGED)
            return {f"section-{section.slug}": tile}
        return {f"section-{section.slug}": self.draw(SEATS, "section_count", section, swap=QUIET)}

    def _legend(self, seats: Collection[SeatView]) -> dict[str, int]:
        """The figures that stand for these seats there, of what is looked at."""
        part = self.house.section(self.section_name) if self.section_name else self.house
        counts = counts_of(part)
        told = {"held", "booked", "blocked"} | {feature for seat in seats for feature in seat.features} & counts.keys()
        if self.look.as_list and not self.is_outline:
            told |= {"free"}
        figures = {f"count-{key}": counts[key] for key in told}
        codes = {seat.category.code for seat in seats}
        return figures | {f"free-{code}": part.count("free", category=code) for code in codes}

    def _figures(self, figures: Mapping[str, int]) -> Pieces:
        return {key: self.draw(SEATS, "key_count", key, count, swap=QUIET) for key, count in sorted(figures.items())}

    # -- for one person --------------------------------------------------------------------------------------------

    def own(self, sections: Collection[str] = ()) -> Pieces:
        """The person's basket, the counts of their own, and their marks on the tiles of these sections."""
        assert self.person is not None
        own = read_own(self.session, self.event_id, self.person, self.now)
        figures = {f"count-{key}": count for key, count in own.count(self.look.section).items()}
        slugs = [slug for slug, name in self.plan.sections.items() if self.is_outline and name in sections]
        marks = {f"yours-{slug}": self.draw(SEATS, "yours", slug, own.all_in(slug), swap=QUIET) for slug in slugs}
        return {**self.basket(), **self._figures(figures), **marks}

    def basket(self) -> Pieces:
        assert self.person is not None
        basket = read_basket(self.session, self.event_id, self.person, self.now, currency=self.venue.currency)
        return {
            "basket": self.draw(BASKET, "basket", basket, self.now, self.venue.zone, swap=MORPH),
            "dock": self.draw(BASKET, "dock", basket, self.now, swap=MORPH),
        }

    def ended(self) -> Pieces:
        """What is said when the time was up, if that is the last that the person knows."""
        assert self.person is not None
        ended = read_ended(self.session, self.event_id, self.person, self.now)
        return {"notice": self.draw(BASKET, "released", ended, self.venue.zone, swap=QUIET)} if ended else {}

    # -- what they are drawn from ----------------------------------------------------------------------------------

    @property
    def is_outline(self) -> bool:
        return self.plan.is_large and self.look.section is None

    @property
    def section_name(self) -> str | None:
        """The one section that is looked at."""
        return self.plan.sections.get(self.look.section or "")

    @cached_property
    def categories(self) -> dict[str, Category]:
        return categories_of(self.event)

    @cached_property
    def event(self) -> Event:
        return self.session.get_one(Event, self.event_id)

    @cached_property
    def venue(self) -> Venue:
        return self.session.get_one(Venue, self.event.venue_id)

    @property
    def is_flight(self) -> bool:
        return self.event.kind == "flight"

    @cached_property
    def house(self) -> House:
        """Counted once per reading: a busy arena is looked at from dozens of sections, and all need the same figures."""
        key = ("house", self.event_id, self.now)
        if key not in self.session.info:
            self.session.info[key] = read_house(self.session, self.event_id, self.now, self.plan)
        house: House = self.session.info[key]
        return house
