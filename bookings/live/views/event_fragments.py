"""The pieces of an event's page as one look at it shows them, for everybody or for one person. Drawn once and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bookings.live import element_ids
from bookings.live.render import CHANGED, MORPH, QUIET, Pieces
from bookings.live.views.event_data import EventData
from bookings.live.views.look import Look
from bookings.reading.seats.baskets import read_basket, read_ended
from bookings.reading.seats.maps import counted, counts_of, read_own, read_seat_map, section_of
from bookings.reading.seats.views import SeatMap, SeatView, SectionView

SEATS, BASKET = "seats.html", "basket.html"


@dataclass(frozen=True)
class EventFragments:
    """`person` None: for everybody, so of nobody's own."""

    draw: Callable[..., str]
    facts: EventData
    look: Look
    person: str | None

    # -- for everybody ---------------------------------------------------------------------------------------------

    def whole(self) -> Pieces:
        """All that is live on the page, but for the person's own."""
        house = self._map()
        return {
            "region": self.draw(SEATS, "region", house, self.look, swap=MORPH),
            "prices": self.draw(SEATS, "prices", house, swap=MORPH),
            **self.flight(),
        }

    def seats(self, seats: Collection[SeatView]) -> Pieces:
        """Those of these seats that are to be seen, and how many are left of what they are."""
        facts, here = self.facts, [seat for seat in seats if self.section_name in (None, seat.section)]
        pieces: Pieces = {}
        for code in {seat.category.code for seat in seats}:
            left = counted(facts.categories[code], facts.house)
            pieces[element_ids.price(code)] = self.draw(SEATS, "price_count", left, facts.flight, swap=QUIET)
        for name in {seat.section for seat in here}:
            pieces |= self._section(section_of(facts.house, name, facts.categories))
        if not self.is_outline:
            pieces |= {element_ids.seat(seat.label): self._seat(seat, CHANGED) for seat in here}
        return pieces | self._figures(self._legend(here) if here else {})

    def flight(self) -> Pieces:
        flight = self.facts.flight
        return {"flight": self.draw(SEATS, "flight_state", flight, swap=MORPH)} if flight else {}

    def sale(self) -> Pieces:
        """Whether it is on sale, and the free seats, which can be pressed as long as it is."""
        pieces = {
            element_ids.seat(seat.label): self._seat(seat, QUIET) for seat in self._map().seats() if seat.state == "free"
        }
        return {"sale": self.draw(SEATS, "sale", self.facts.closed, swap=MORPH), **pieces}

    def _map(self) -> SeatMap:
        facts, look = self.facts, self.look
        return read_seat_map(
            facts.session, facts.event_id, self.person, facts.now, section=look.section, plan=facts.plan
        )

    def _seat(self, seat: SeatView, swap: Markup) -> str:
        return self.draw(SEATS, "seat", seat, not self.facts.closed, swap=swap)

    def _section(self, section: SectionView) -> Pieces:
        """On its tile where only sections are shown, else at its head."""
        if self.is_outline:
            tile = self.draw(
                SEATS, "tile", section, self.look, self.facts.event_id, self.facts.venue.currency, swap=CHANGED
            )
            return {element_ids.section(section.slug): tile}
        return {element_ids.section(section.slug): self.draw(SEATS, "section_count", section, swap=QUIET)}

    def _legend(self, seats: Collection[SeatView]) -> dict[str, int]:
        """The figures that stand for these seats there, of what is looked at."""
        house = self.facts.house
        part = house.section(self.section_name) if self.section_name else house
        counts = counts_of(part)
        told = {"held", "booked", "blocked"} | {feature for seat in seats for feature in seat.features} & counts.keys()
        if self.look.as_list and not self.is_outline:
            told |= {"free"}
        figures = {element_ids.count(key): counts[key] for key in told}
        codes = {seat.category.code for seat in seats}
        return figures | {element_ids.free(code): part.count("free", category=code) for code in codes}

    def _figures(self, figures: Mapping[str, int]) -> Pieces:
        return {key: self.draw(SEATS, "key_count", key, count, swap=QUIET) for key, count in sorted(figures.items())}

    # -- for one person --------------------------------------------------------------------------------------------

    def own(self, sections: Collection[str] = ()) -> Pieces:
        """The person's basket, the counts of their own, and their marks on the tiles of these sections."""
        assert self.person is not None
        own = read_own(self.facts.session, self.facts.event_id, self.person, self.facts.now)
        figures = {element_ids.count(key): count for key, count in own.count(self.look.section).items()}
        slugs = [slug for slug, name in self.facts.plan.sections.items() if self.is_outline and name in sections]
        marks = {element_ids.yours(slug): self.draw(SEATS, "yours", slug, own.all_in(slug), swap=QUIET) for slug in slugs}
        return {**self.basket(), **self._figures(figures), **marks}

    def basket(self) -> Pieces:
        assert self.person is not None
        facts, venue = self.facts, self.facts.venue
        basket = read_basket(facts.session, facts.event_id, self.person, facts.now, currency=venue.currency)
        return {
            "basket": self.draw(BASKET, "basket", basket, facts.now, venue.zone, swap=MORPH),
            "dock": self.draw(BASKET, "dock", basket, facts.now, swap=MORPH),
        }

    def ended(self) -> Pieces:
        """What is said when the time was up, if that is the last that the person knows."""
        assert self.person is not None
        ended = read_ended(self.facts.session, self.facts.event_id, self.person, self.facts.now)
        return {"notice": self.draw(BASKET, "released", ended, self.facts.venue.zone, swap=QUIET)} if ended else {}

    # -- what is looked at -----------------------------------------------------------------------------------------

    @property
    def is_outline(self) -> bool:
        return self.facts.plan.is_large and self.look.section is None

    @property
    def section_name(self) -> str | None:
        """The one section that is looked at."""
        return self.facts.plan.sections.get(self.look.section or "")
