"""The fragments of an event's page in one of its views, for everybody or for one person. Drawn once and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from bookings.live import element_ids
from bookings.live.render import CHANGED, MORPH, QUIET, Fragments
from bookings.live.views.event_data import EventData
from bookings.live.views.options import ViewOptions
from bookings.reading.seats.baskets import Basket, read_basket, read_expired_basket
from bookings.reading.seats.maps import counted, counts_of, read_own, read_seat_map, section_of
from bookings.reading.seats.views import SeatMap, SeatView, SectionView
from bookings.reading.seats.waiting import read_own_wish
from bookings.rules.sale import may_choose
from bookings.rules.seats.seat import ADMISSION

SEATS, BASKET, EVENT, WAITING = "seats.html", "basket.html", "event.html", "waiting.html"


@dataclass(frozen=True)
class EventFragments:
    """`person` None: for everybody, so of nobody's own. `manages`: for those who manage the venue."""

    draw: Callable[..., str]
    data: EventData
    options: ViewOptions
    person: str | None
    manages: bool = False

    # -- for everybody ---------------------------------------------------------------------------------------------

    def whole(self) -> Fragments:
        """All that is live on the page, but for the person's own."""
        seat_map = self._map()
        return {
            "region": self.draw(SEATS, "region", seat_map, self.options, swap=MORPH),
            "prices": self.draw(SEATS, "prices", seat_map, swap=MORPH),
            "event-head": self.draw(EVENT, "event_head", seat_map, swap=MORPH),
            "choices": self.draw(EVENT, "choices", seat_map, swap=MORPH),
            **self.joining(),
            **self.flight(seat_map),
        }

    def seats(self, seats: Collection[SeatView]) -> Fragments:
        """Those of these seats that the page shows, and how many are left of their kind."""
        data, here = self.data, [seat for seat in seats if self.section_name in (None, seat.section)]
        fragments: Fragments = {}
        for code in {seat.category.code for seat in seats}:
            left = counted(data.categories[code], data.occupancy)
            fragments[element_ids.price(code)] = self.draw(SEATS, "price_count", left, data.flight, swap=QUIET)
        for name in {seat.section for seat in here}:
            fragments |= self._section(section_of(data.occupancy, name, data.categories))
        if not self.is_outline:
            fragments |= {
                element_ids.seat(seat.label): self._seat(seat, CHANGED)
                for seat in here
                if ADMISSION not in seat.features
            }
        if data.occupancy.count("free") - len(seats) < data.event.seats_per_basket:  # else it stands there neither before nor after
            fragments |= self.joining()
        return fragments | self._figures(self._legend(here) if here else {})

    def joining(self) -> Fragments:
        """What joins the waiting list, where that can be done."""
        data = self.data
        shown = (data.may_wait, data.event.seats_per_basket, tuple(data.categories.values()), data.venue.currency)
        return {"joining": self.draw(WAITING, "joining", *shown, swap=MORPH)}

    def flight(self, seat_map: SeatMap | None = None) -> Fragments:
        """A flight's status and gate, and its times, as planned and as expected."""
        flight = self.data.flight
        if flight is None:
            return {}
        return {
            "flight": self.draw(SEATS, "flight_state", flight, swap=MORPH),
            "leg": self.draw(EVENT, "leg", seat_map or self._map(), swap=MORPH),
        }

    def sale(self) -> Fragments:
        """Whether it is on sale, and the free seats, which can be pressed as long as it is."""
        seat_map = self._map()
        fragments = {
            element_ids.seat(seat.label): self._seat(seat, QUIET) for seat in seat_map.seats() if seat.state == "free"
        }
        areas = {element_ids.area(each.slug): self._area(each) for each in seat_map.drawn if each.area}
        return {**self.sale_alone(), **fragments, **areas}

    def sale_alone(self) -> Fragments:
        """Whether it is on sale, and what asks for the best seats while it is."""
        return {
            "sale": self.draw(SEATS, "sale", self.data.closed, swap=MORPH),
            "choices": self.draw(EVENT, "choices", self._map(), swap=MORPH),
            **self.joining(),
        }

    def _map(self) -> SeatMap:
        data, options = self.data, self.options
        seat_map = read_seat_map(
            data.session, data.event_id, self.person, data.now, section=options.section, inventory=data.inventory
        )
        return replace(seat_map, manages=self.manages)

    def _seat(self, seat: SeatView, swap: Markup) -> str:
        return self.draw(SEATS, "seat", seat, may_choose(self.data.closed, manages=self.manages), swap=swap)

    def _section(self, section: SectionView) -> Fragments:
        """On its tile where only sections are shown, else at its head."""
        if self.is_outline:
            tile = self.draw(
                SEATS, "tile", section, self.options, self.data.event_id, self.data.venue.currency, swap=CHANGED
            )
            return {element_ids.section(section.slug): tile}
        count = {element_ids.section(section.slug): self.draw(SEATS, "section_count", section, swap=QUIET)}
        return {**count, element_ids.area(section.slug): self._area(section)} if section.area else count

    def _area(self, section: SectionView) -> str:
        on_sale = not self.data.closed
        return self.draw(SEATS, "area", section, on_sale, self.data.event.seats_per_basket, swap=MORPH)

    def _legend(self, seats: Collection[SeatView]) -> dict[str, int]:
        """The figures of these seats in the legend, of the part that is shown."""
        occupancy = self.data.occupancy
        part = occupancy.section(self.section_name) if self.section_name else occupancy
        counts = counts_of(part)
        states = {"held", "booked", "blocked"} | {
            feature for seat in seats for feature in seat.features
        } & counts.keys()
        if self.options.as_list and not self.is_outline:
            states |= {"free"}
        figures = {element_ids.count(key): counts[key] for key in states}
        codes = {seat.category.code for seat in seats}
        return figures | {element_ids.free(code): part.count("free", category=code) for code in codes}

    def _figures(self, figures: Mapping[str, int]) -> Fragments:
        return {key: self.draw(SEATS, "key_count", key, count, swap=QUIET) for key, count in sorted(figures.items())}

    def empty_basket(self) -> Fragments:
        """The basket of whoever has none: only how much goes into one may be another by now."""
        data = self.data
        basket = Basket(data.event_id, data.venue.currency, data.event.seats_per_basket)
        return self._basket(basket)

    def _basket(self, basket: Basket) -> Fragments:
        return {
            "basket": self.draw(BASKET, "basket", basket, self.data.now, self.data.zone, swap=MORPH),
            "dock": self.draw(BASKET, "dock", basket, self.data.now, swap=MORPH),
        }

    # -- for one person --------------------------------------------------------------------------------------------

    def own(self, sections: Collection[str] = ()) -> Fragments:
        """The person's basket, the counts of their own, and their counts on the tiles of these sections."""
        assert self.person is not None
        own = read_own(self.data.session, self.data.event_id, self.person, self.data.now)
        figures = {element_ids.count(key): count for key, count in own.count(self.options.section).items()}
        slugs = [slug for slug, name in self.data.inventory.sections.items() if self.is_outline and name in sections]
        yours = {
            element_ids.yours(slug): self.draw(SEATS, "yours", slug, own.all_in(slug), swap=QUIET) for slug in slugs
        }
        return {**self.basket(), **self._figures(figures), **yours}

    def basket(self) -> Fragments:
        assert self.person is not None
        data = self.data
        return self._basket(
            read_basket(data.session, data.event_id, self.person, data.now, currency=data.venue.currency)
        )

    def waiting(self) -> Fragments:
        """What the person waits for, and what is offered to them."""
        assert self.person is not None
        wish = read_own_wish(self.data.session, self.data.event_id, self.person)
        return {"waiting": self.draw(WAITING, "own_wish", wish, swap=MORPH)}

    def expired(self) -> Fragments:
        """The notice that the time was up, if that is the last that happened to the person's basket."""
        assert self.person is not None
        expired = read_expired_basket(self.data.session, self.data.event_id, self.person, self.data.now)
        return {"notice": self.draw(BASKET, "released", expired, self.data.zone, swap=QUIET)} if expired else {}

    # -- what is shown ----------------------------------------------------------------------------------------------

    @property
    def is_outline(self) -> bool:
        return self.data.inventory.is_large and self.options.section is None

    @property
    def section_name(self) -> str | None:
        """The one section that is shown."""
        return self.data.inventory.sections.get(self.options.section or "")
