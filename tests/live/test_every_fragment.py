"""Whatever happens while pages are open, what they are sent makes each of them equal to a fresh one of the same address.

Everything is real but the browser and the socket: the site draws the pages, the dispatcher and the page clock send what
they would send, and each page keeps its elements by id (`tests/live/document.py`).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import select, update

from app import create_app
from bookings.administration.events.cancel import cancel_event
from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.edit import edit_event
from bookings.administration.events.flights import edit_flight
from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.prices import set_prices
from bookings.administration.resources import add_resource, edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, retire_resource
from bookings.administration.services import retire_service
from bookings.administration.venues import edit_venue
from bookings.desk.areas import hold_places
from bookings.desk.blocks import block_seats, block_time
from bookings.desk.book import book_court, book_seats, book_service, check_out
from bookings.desk.delete import delete_booking
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.holds import drop_seats, expire_holds, hold_seats
from bookings.desk.money.pay import take_payment
from bookings.desk.money.price import set_price
from bookings.desk.move import move
from bookings.desk.states import cancel, check_in, restore
from bookings.errors import Refusal
from bookings.live.catch_up import Subscription, parse_subscriptions
from bookings.live.dispatcher import Dispatcher
from bookings.live.subscriptions import PageSubscriptions
from bookings.models import Booking, Resource, Venue, Viewer
from bookings.models.person import RINGSIDE, STRANGER
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import local_day
from bookings.rules.violation import RuleViolation
from bookings.settings import Settings
from bookings.sockets.connection import Connection
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.rooms import People, Rooms
from tests.desk.verbs import Verbs
from tests.live.document import Document
from tests.live.test_render import faults_of
from tests.web.visits import Visitor
from tests.world.arena import ARENA, build
from tests.world.clock import NEXT_DAY, NOW, TODAY, TOMORROW, ZURICH, at, minutes, set_clock
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, CLEO, MAX, SAM, canaries, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_AMSEL,
    DR_VOGEL,
    FLIGHT,
    HAMLET,
    RS_101,
    THEATRE,
)

PLAN = """Price B 32.00 Rear
Stalls, price A 52.00
A  1-10
Stalls, price B
B  1-10 . r12
Balcony, price B
C  w1 c2 3-10
Standing, price B, 4 places, labels S-"""
BOARD, DOCTORS = f"/venues/{CLUB}/board", f"/venues/{CLINIC}/board"
PAGES = (
    *((who, path) for who in (SAM, ANN) for path in (BOARD, f"{BOARD}?date={TOMORROW}")),
    (ADA, f"{BOARD}?sport=tennis"),
    (CLEO, f"{BOARD}?date={TODAY}"),
    (SAM, f"{DOCTORS}?date={TOMORROW}"),
    (CLEO, f"{DOCTORS}?date={TOMORROW}"),
    (ANN, f"/events/{HAMLET}"),
    (BOB, f"/events/{HAMLET}"),
    (ANN, f"/events/{HAMLET}?view=list"),
    (ANN, f"/events/{FLIGHT}"),
    (CLEO, f"/events/{FLIGHT}?view=list"),
    (ANN, f"/events/{ARENA}"),
    (BOB, f"/events/{ARENA}?view=list&section=block-4"),
    (STRANGER, f"{BOARD}?date={TOMORROW}"),
    (STRANGER, f"/events/{HAMLET}"),
    (ANN, "/bookings"),
    (ADA, "/admin/bookings"),
    (SAM, "/admin/bookings?status=pending"),
    (SAM, "/admin/bookings?day=today"),
    (SAM, "/admin/bookings?payment=owed"),
)
SECRETS = {person.id: {*canaries(person)} for person in (ANN, BOB, CLEO)}
NOT_BY_THE_CLOCK = "/admin/bookings"  # of these lists only the day is followed by the clock
# Sent to all of a room, for the few who have something open beside it; and the head of a court that its board's set-up, another
# topic, brings or takes in the same moment. What a browser has no place for, it leaves.
WITHOUT_A_PLACE = ("panel-again", "notice", "head-")


class StepByStep(Dispatcher):
    """A dispatcher whose loop is the test's."""

    def __init__(self, *parts: Any) -> None:
        self.timers: list[Callable[[], bool | None]] = []
        super().__init__(*parts)

    def schedule(self, seconds: float, work: Callable[[], bool | None]) -> None:
        self.timers.append(work)


class Page:
    """A page that is open at somebody's: what it shows, and its connection while it has one."""

    def __init__(self, site: Flask, person: Viewer, path: str) -> None:
        self.person, self.path = person, path
        self._visitor = Visitor(site, None if person.is_stranger else person)
        self.connection: Connection | None = None
        self.was_sent = False
        self.shown = Document(self.load())

    def load(self) -> str:
        """A fresh one; "" when there is nothing at this address any more."""
        answer = self._visitor.client.get(self.path)
        assert answer.status_code in (200, 404), (self.path, answer.status_code)
        return answer.get_data(as_text=True) if answer.status_code == 200 else ""

    @property
    def follows(self) -> list[Subscription]:
        found = parse_subscriptions(self.shown.values("version"))
        assert found
        return found

    @property
    def offered(self) -> str:
        return " ".join(str(one.attributes.get("formaction")) for one in self.shown.by_id.values())

    def take(self, frame: Frame) -> None:
        self.was_sent = self.was_sent or [*frame.parts] != ["as-of"]
        for name, markup in frame.parts.items():
            assert faults_of(name, markup) == []
            self._must_be_theirs(markup)
            if name in self.shown.by_id:
                self.shown.swap(name, markup)
            else:
                assert name.startswith(WITHOUT_A_PLACE), f"{self} has no {name}"

    def must_equal(self, fresh: str) -> None:
        shown = self.shown.live()
        if not fresh:
            assert "no longer there" in str(shown), self
            return
        expected = Document(fresh).live()
        for name in expected.keys() | shown.keys():
            lines, others = shown.get(name, []), expected.get(name, [])
            at = next((n for n, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]), None)
            if at is not None or len(lines) != len(others):
                at = at or 0
                raise AssertionError(f"{self} #{name}: shows {lines[at : at + 4]}, a fresh one {others[at : at + 4]}")
            self._must_be_theirs(str(lines))

    def _must_be_theirs(self, markup: str) -> None:
        if not self.person.venues and not self.person.is_admin:
            strangers = {word for person, words in SECRETS.items() if person != self.person.id for word in words}
            assert not [word for word in strangers if word in markup], f"{self} shows somebody else"

    def __repr__(self) -> str:
        return f"{self.person.name}'s {self.path}"


class OpenPages:
    """In place of the hub: what would go down a page's socket is put into the page at once."""

    def __init__(self) -> None:
        self._rooms, self._people = Rooms(), People()
        self._pages: dict[Connection, Page] = {}

    def open(self, page: Page) -> Connection:
        connection = page.connection = Connection(0, kind="page", person=page.person.id)
        self._pages[connection] = page
        self._people.add(connection)
        return connection

    def close(self, connection: Connection, code: int = 1012, reason: str = "") -> None:
        page = self._pages.pop(connection)
        page.connection, connection.open = None, False
        self._people.remove(connection)
        for room in connection.rooms:
            self._rooms.leave(connection, room)

    def close_where(self, predicate: Callable[[Connection], bool], code: int, reason: str = "") -> None:
        for connection in [each for each in self._pages if predicate(each)]:
            self.close(connection)

    def join(self, connection: Connection, room: Hashable) -> None:
        self._rooms.join(connection, room)

    def members(self, room: Hashable) -> Collection[Connection]:
        return self._rooms.members(room)

    def connections_of(self, person: str) -> Collection[Connection]:
        return self._people.connections_of(person)

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame] | None = None) -> None:
        for connection in self.members(room):
            self.send(connection, (instead or {}).get(connection.person or "", frame))

    def send(self, connection: Connection, frame: Frame) -> None:
        self._pages[connection].take(frame)


@dataclass
class Theatre:
    """The site on the test world with an arena beside it, put back before each example."""

    site: Flask
    file: Path
    pristine: Path

    @classmethod
    def filled(cls, template: Path, folder: Path) -> Theatre:
        file, pristine = folder / "site.db", folder / "pristine.db"
        shutil.copy(template, file)
        site = create_app(Settings(database_url=f"sqlite:///{file}", secret_key="long enough for a test, and no more"))
        database = site.extensions["ringside"].database
        database.write(lambda session: build(session, THEATRE, at("20:00", NEXT_DAY)))
        database.write(lambda session: session.execute(update(Venue).values(look_in=True)))
        database.checkpoint()
        shutil.copy(file, pristine)
        return cls(site, file, pristine)

    def put_back(self) -> None:
        self.site.extensions["ringside"].database.engine.dispose()
        for leftover in self.file.parent.glob("site.db-*"):
            leftover.unlink()
        shutil.copy(self.pristine, self.file)


class EveryPage(Verbs):
    theatre: Theatre
    refused: Refusal | RuleViolation | None = None

    def __init__(self) -> None:
        super().__init__()
        self.theatre.put_back()
        ringside = self.theatre.site.extensions["ringside"]
        self.database, self.desk, self.now, self.steps = ringside.database, ringside.desk, NOW, 0
        self.set_clock()
        booking = self.desk.do(ANN, book_court, COURT_1, at("10:30", TODAY), at("11:30", TODAY))
        self.hub = OpenPages()
        self.dispatcher = StepByStep(self.database, ringside.notifier)
        self.sockets = PageSubscriptions(self.dispatcher, self.hub, ringside.catch_up)  # type: ignore[arg-type]
        paths = (*PAGES, (ANN, f"/bookings/{booking}"), (SAM, f"/bookings/{booking}"))
        self.pages = [Page(self.theatre.site, who, path) for who, path in paths]
        for page in self.pages:
            self.connect(page)

    # -- verbs that the desk's own test has not ------------------------------------------------------------------------

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
        self.clock_moved()

    # -- what holds after each of them ---------------------------------------------------------------------------------

    def do(self, who: Viewer, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.now += timedelta(seconds=1)
        self.set_clock()
        away = self.some_pages()  # these come back after the verb, half of them by a fresh load
        for page in away:
            if page.connection:
                self.hub.close(page.connection)
        self.refused = None
        try:
            self.desk.do(who, verb, *args, **kwargs)
        except (Refusal, RuleViolation) as refused:
            self.refused = refused
        self.every_page_equals_a_fresh_one(reloaded=away[::2])

    def clock_moved(self) -> None:
        if self.now - self.clock < timedelta(hours=1):
            for _ in range((self.now - self.clock) // minutes(2)):  # a board that is open is drawn in each minute
                self.clock += minutes(2)
                set_clock(self.database, self.clock)
                self.settle()
        self.set_clock()
        self.desk.do(RINGSIDE, expire_holds)  # as upkeep does in the same second
        self.every_page_equals_a_fresh_one([page for page in self.pages if page.path.startswith(NOT_BY_THE_CLOCK)])

    def set_clock(self) -> None:
        self.clock = self.now
        set_clock(self.database, self.now)

    def settle(self) -> None:
        """Everything is sent that is to be sent by now."""
        for topic in {follow.topic for page in self.pages for follow in page.follows}:
            with self.dispatcher.paused(topic):
                pass
        for timer in self.dispatcher.timers:
            while timer():
                pass

    def some_pages(self) -> list[Page]:
        """Every third, others each time."""
        self.steps += 1
        return [page for n, page in enumerate(self.pages) if (n + self.steps) % 3 == 0]

    def every_page_equals_a_fresh_one(self, reloaded: Collection[Page] = ()) -> None:
        """All that were sent anything now, and some of the others; at the end of an example all of them."""
        with nothing_is_logged():
            self.settle()
            for page in self.pages:
                if page in reloaded and (fresh := page.load()):
                    page.shown = Document(fresh)
                if page.connection is None and (not page.path.startswith("/bookings/") or page.load()):
                    self.connect(page)
        self.pages = [page for page in self.pages if page.connection]  # who came back to nothing has none
        self.compare([page for n, page in enumerate(self.pages) if page.was_sent or (n + self.steps) % 4 == 0])

    def compare(self, pages: Collection[Page]) -> None:
        for page in pages:
            fresh, page.was_sent = page.load(), False
            if "/restore" in fresh + page.offered:  # whether the place of a cancelled booking is free, only a load says
                page.shown = Document(fresh)
            else:
                page.must_equal(fresh)

    def teardown(self) -> None:
        self.compare(self.pages)

    def connect(self, page: Page) -> None:
        self.sockets.join(self.hub.open(page), page.person, page.follows)


@contextmanager
def nothing_is_logged() -> Iterator[None]:
    """No view may fail: its pages would be sent back for a whole picture, which hides what was wrong."""
    logger, records = logging.getLogger("bookings.live"), []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append  # type: ignore[method-assign]
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    assert [record.getMessage() for record in records] == []


def test_after_each_verb_pages_equal_fresh_ones(sqlite_template: Path, tmp_path: Path) -> None:
    """Every verb at least once, where it changes something for somebody who looks."""
    EveryPage.theatre = Theatre.filled(sqlite_template, tmp_path)
    site = EveryPage()
    with site.database.read() as session:
        [first] = session.scalars(select(Booking.id))
    for who, verb, *what in (
        (ANN, hold_seats, HAMLET, ["A1", "A2", "C1"]),
        (ANN, drop_seats, HAMLET, ["A2"]),
        (BOB, hold_seats, HAMLET, ["B1"]),
        (ANN, check_out, HAMLET),
        (ANN, hold_seats, ARENA, ["4-A1"]),
        (SAM, block_time, [COURT_1], at("10:00", TODAY), at("10:30", TODAY), "Rain"),
        (SAM, set_price, first, "10 %", "A regular guest"),
        (SAM, take_payment, first),
        (SAM, cancel, first),
        (SAM, restore, first),
        (SAM, move, first, COURT_2, at("10:00", TODAY), at("11:00", TODAY)),
        (SAM, check_in, first),
        (BOB, book_service, CHECK_UP, at("10:00")),
        (SAM, block_seats, HAMLET, ["A5"], "Broken"),
        (ADA, change_flight_status, RS_101, FlightStatus.CANCELLED),
        (ADA, change_flight_status, RS_101, FlightStatus.SCHEDULED),
        (MAX, edit_venue, CLUB, {"notice_minutes": 90}),
        (MAX, set_prices, CLUB, [{"sport": "tennis", "price": "27"}, {"resource": COURT_2, "price": "9", "per": "booking"}]),
        (MAX, set_hours, CLUB, {"special_days": [{"date": str(TODAY), "hours": [["09:00", "20:00"]]}]}, None),
        (MAX, set_own_hours, DR_VOGEL, {"hours": {"1": [["08:00", "12:00"]]}}),
        (MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"]),
        (MAX, edit_resource, COURT_2, {"number": 1}),
        (MAX, retire_service, CHECK_UP),
        (MAX, add_resource, CLUB, {"name": "Court 4", "sport": "tennis"}),
        (SAM, block_time, [COURT_1], at("14:00", TODAY), at("15:00", TODAY), "Rain"),
    ):
        site.do(who, verb, *what)
        assert site.refused is None, (verb.__name__, site.refused)
    with site.database.read() as session:
        [part, _] = session.scalars(select(Resource.id).where(Resource.part_of == COURT_1))
    for court, hour in ((part, 12), (COURT_1, 13), (COURT_3, 16)):
        site.do(SAM, book_court, court, at(f"{hour}:00", TODAY), at(f"{hour + 1}:00", TODAY), customer=named(ANN))
        assert site.refused is None
    with site.database.read() as session:
        last = session.scalars(select(Booking.id).where(Booking.resource_id == COURT_3)).one()
    for verb, more in (
        (retire_resource, {"go_on": True}),
        (bring_back_resource, {}),
        (retire_resource, {"go_on": True}),
    ):
        for court in (COURT_3, part, COURT_2):
            site.do(MAX, verb, court, **more)
            assert site.refused is None
    site.do(SAM, cancel, last)  # a court that is retired leaves the board with the last that it had
    assert site.refused is None
    site.time_goes_by(gone=3, cleans=False)
    site.open_again(0)
    site.time_goes_by(gone=11, cleans=True)
    site.hours_go_by()
    site.do(SAM, delete_booking, first)
    assert site.refused is None
    site.teardown()


def test_after_each_edit_of_an_event_pages_equal_fresh_ones(sqlite_template: Path, tmp_path: Path) -> None:
    EveryPage.theatre = Theatre.filled(sqlite_template, tmp_path)
    site = EveryPage()
    site.pages = [page for page in site.pages if "/board" not in page.path]
    for who, verb, *what in (
        (ANN, hold_seats, HAMLET, ["A1", "C1"]),
        (ANN, check_out, HAMLET),
        (MAX, edit_event, HAMLET, {"plan": PLAN, "description": "With an interval.", "seats_per_basket": 4}),
        (ANN, hold_places, HAMLET, "standing", 2),
        (BOB, book_seats, HAMLET, ["S-3"]),
        (MAX, close_listed, HAMLET, "S-4, B3-B5", "Camera"),
        (
            MAX,
            edit_event,
            HAMLET,
            {"starts_at": "2026-03-04T20:00", "title": "Hamlet, late", "on_sale_from": "2026-03-03T10:00"},
        ),
        (MAX, edit_event, HAMLET, {"on_sale_from": None, "plan": PLAN.replace("3-10", "3-9")}),
        (
            MAX,
            edit_flight,
            RS_101,
            {"gate": "A1", "estimated_departure": "2026-03-04T08:00", "destination_zone": "Europe/Oslo"},
        ),
        (MAX, cancel_event, HAMLET, "The lead is ill"),
        (MAX, cancel_event, FLIGHT, "Fog"),
    ):
        site.do(who, verb, *what)
        assert site.refused is None, (verb.__name__, site.refused)
    site.teardown()


@pytest.mark.timeout(3600)  # what is wrong is made small before it is shown
@pytest.mark.parametrize("examples", [pytest.param(2), pytest.param(500, marks=pytest.mark.long)])
def test_what_pages_are_sent_makes_them_equal_to_fresh_ones(
    sqlite_template: Path, tmp_path: Path, examples: int
) -> None:
    EveryPage.theatre = Theatre.filled(sqlite_template, tmp_path)
    run_state_machine_as_test(
        EveryPage,
        settings=settings(
            max_examples=examples, stateful_step_count=10, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
