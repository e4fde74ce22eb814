"""What happens while pages are open: the desk's verbs, those of the day and of whoever sets up, and the hours that go by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from bookings.administration.events.edit import edit_event
from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.prices import set_prices
from bookings.administration.resources import edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, retire_resource
from bookings.administration.venues import edit_venue
from bookings.desk.areas import hold_places
from bookings.desk.blocks import block_time
from bookings.desk.book import book_court, book_seats
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.holds import drop_seats, hold_seats
from bookings.desk.states import check_in
from bookings.models import Booking, Resource, Viewer
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import local_day
from tests.live.open_pages.equal import PagesEqualFreshOnes
from tests.world.arena import ARENA
from tests.world.clock import NEXT_DAY, TODAY, ZURICH, at, minutes
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, DR_AMSEL, DR_VOGEL, FLIGHT, HAMLET, RS_101

PLAN = """Price B 32.00 Rear
Stalls, price A 52.00
A  1-10
Stalls, price B
B  1-10 . r12
Balcony, price B
C  w1 c2 3-10
Standing, price B, 4 places, labels S-"""


class EveryPage(PagesEqualFreshOnes):
    @rule(
        court=st.sampled_from([COURT_1, COURT_2]), half_hour=st.integers(0, 3), verb=st.sampled_from(["book", "close"])
    )
    def take_a_court_now(self, court: str, half_hour: int, verb: str) -> None:
        start = (self.now - minutes(self.now.minute % 30)).replace(second=0) + minutes(30 * half_hour)
        if verb == "book":
            self.do(SAM, book_court, court, start, start + minutes(30), customer=named(ANN))
        else:
            self.do(SAM, block_time, [court], start, start + minutes(30), "Rain")

    @rule(n=st.integers(0, 30))
    def somebody_arrives(self, n: int) -> None:
        if booking := self.one_of(Booking, n):
            self.do(SAM, check_in, booking)

    @rule(
        who=st.sampled_from([ANN, BOB]),
        verb=st.sampled_from([hold_seats, drop_seats, book_seats]),
        seats=st.sampled_from([["4-A1"], ["4-A1", "4-A2"], ["12-A1"]]),
    )
    def in_the_arena(self, who: Viewer, verb: Callable[..., Any], seats: list[str]) -> None:
        self.do(who, verb, ARENA, seats)

    @rule(status=st.sampled_from(FlightStatus), seat=st.sampled_from([None, "1A", "1B"]))
    def at_the_airline(self, status: FlightStatus, seat: str | None) -> None:
        if seat is None:
            self.do(ADA, change_flight_status, RS_101, status)
        else:
            self.do(ANN, book_seats, FLIGHT, [seat], passengers=[ANN_FLIES], contact=ANNS_CONTACT)

    @rule(
        verb=st.sampled_from([set_hours, set_own_hours, set_prices, edit_venue, edit_resource, retire_resource, bring_back_resource]),
        n=st.integers(0, 2),
    )
    def the_manager_sets_up(self, verb: Callable[..., Any], n: int) -> None:
        hours = [
            {"special_days": []},
            {"special_days": [{"date": str(TODAY)}]},
            {"hours": {"0": [["09:00", "21:00"]]}},
        ][n]
        what: dict[Any, tuple[Any, ...]] = {
            set_hours: (CLUB, hours), set_own_hours: (DR_VOGEL, {"hours": {"1": [["08:00", "12:00"]]} if n else None}),
            set_prices: (CLUB, [{"price": f"{n}.50"}, {"days": [0, 1], "from": "12:00", "price": "30"}][: n + 1]),
            edit_venue: (CLUB, {"notice_minutes": 90 * n}), edit_resource: (COURT_2, {"number": n + 1}),
        }  # fmt: skip
        more = {} if verb in (edit_venue, set_prices, edit_resource, bring_back_resource) else {"go_on": True}
        self.do(MAX, verb, *what.get(verb, ([COURT_2, COURT_1, DR_AMSEL][n],)), **more)

    @rule(n=st.integers(0, 6))
    def the_manager_edits_an_event(self, n: int) -> None:
        sale = {"on_sale_from": [None, "2026-03-04T12:00"][n % 2]}
        what = [
            {"plan": PLAN},
            {"plan": PLAN.replace("52", "50").replace("3-10", "3-9")},
            {"title": f"Hamlet {n}"},
            sale,
            sale,
        ]
        if n < len(what):
            self.do(MAX, edit_event, HAMLET, what[n])
        else:
            self.do(ANN, hold_places, HAMLET, "standing", n - 4)

    @rule(n=st.integers(0, 5), half_hour=st.integers(0, 3))
    def on_a_split_court(self, n: int, half_hour: int) -> None:
        """The first time it is split."""
        with self.database.read() as session:
            parts = session.scalars(
                select(Resource.id).where(Resource.part_of == COURT_1).order_by(Resource.number)
            ).all()
        if not parts:
            return self.do(MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])
        start = at("12:00", TODAY) + minutes(30 * half_hour)
        self.do(SAM, book_court, [COURT_1, *parts][n % 3], start, start + minutes(60), customer=named(ANN))

    @rule()
    def hours_go_by(self) -> None:
        """To the next midnight, departure or beginning. Boards of the day that is over, nobody has watched all day."""
        today = local_day(self.now, ZURICH)
        midnight = at("00:00", today + timedelta(days=1))
        moments = (midnight, at("07:10", NEXT_DAY), at("19:30", NEXT_DAY), at("20:00", NEXT_DAY))
        next_ = min(moment for moment in moments if moment > self.now)
        self.now = next_ + timedelta(seconds=5)
        unwatched = f"date={today}" if next_ == midnight else "/board"
        self.pages = [page for page in self.pages if unwatched not in page.path]
        # Nor a week that is over, and what was found of flights until they leave.
        over = [f"from={TODAY}"] if next_ >= at("00:00", TODAY + timedelta(days=7)) else []
        over += ["/flights?"] if next_ >= at("19:30", NEXT_DAY) else []
        self.pages = [page for page in self.pages if not any(each in page.path for each in over)]
        self.clock_moved()
