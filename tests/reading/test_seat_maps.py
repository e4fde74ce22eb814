"""A seat map as one person sees it: what is theirs, what is taken, and never by whom."""

from dataclasses import replace
from datetime import datetime

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats
from bookings.desk.book import book_seats, check_out
from bookings.desk.holds import hold_seats
from bookings.desk.states import cancel
from bookings.errors import NotFound
from bookings.models import Viewer
from bookings.reading.seats.baskets import read_basket, read_expired_basket
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.seats.occupancy import free_and_capacity
from bookings.reading.seats.seats import read_seats
from bookings.reading.seats.views import SeatMap
from bookings.rules import topics
from tests import records
from tests.world.clock import minutes, pass_time
from tests.world.people import ANN, BOB, CLEO, PEOPLE, SAM, canaries
from tests.world.places import FLIGHT, HAMLET

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def seat_map(database: Database, person: Viewer | None = None, event: int = HAMLET) -> SeatMap:
    with database.read() as session:
        return read_seat_map(session, event, person.id if person else None, database.now(session))


def states(database: Database, person: Viewer | None = None) -> dict[str, str]:
    """What is not simply free."""
    return {seat.label: seat.state for seat in seat_map(database, person).seats() if seat.state != "free"}


@pytest.fixture
def evening(desk: Desk) -> dict[str, str]:
    """Ann holds A1 and has booked A2, Bob holds A3 and has booked A4, A5 is closed, Cleo's hold of A6 has run out."""
    desk.do(CLEO, hold_seats, HAMLET, ["A6"])
    pass_time(desk.database, minutes=11)
    booked = {
        "Ann": desk.do(ANN, book_seats, HAMLET, ["A2"]),
        "Bob": desk.do(BOB, book_seats, HAMLET, ["A4"]),
        "closed": desk.do(SAM, block_seats, HAMLET, ["A5"], "Broken"),
    }
    desk.do(ANN, hold_seats, HAMLET, ["A1"])
    desk.do(BOB, hold_seats, HAMLET, ["A3"])
    return booked


def test_everybody_sees_the_states_and_each_their_own(database: Database, evening: dict[str, str]) -> None:
    public = {"A1": "held", "A2": "booked", "A3": "held", "A4": "booked", "A5": "blocked"}
    assert states(database) == states(database, CLEO) == public
    assert states(database, ANN) == public | {"A1": "mine", "A2": "mine"}
    assert states(database, BOB) == public | {"A3": "mine", "A4": "mine"}
    own = {seat.label: seat.owned for seat in seat_map(database, ANN).seats() if seat.state == "mine"}
    assert own == {"A1": False, "A2": True}


def test_no_name_no_address_and_no_id_is_in_a_map(database: Database, evening: dict[str, str]) -> None:
    for viewer in (None, CLEO, ANN):
        shown = seat_map(database, viewer)
        text = repr(shown) + repr(shown.counts) + repr(shown.own)
        for person in PEOPLE:
            assert not any(canary in text for canary in canaries(person))
        assert not any(each in text for each in evening.values())
        assert "Broken" not in text


def test_the_counts_are_those_of_the_seats(database: Database, evening: dict[str, str]) -> None:
    shown = seat_map(database, ANN)
    assert {key: shown.counts[key] for key in ("free", "held", "booked", "blocked", "mine", "owned")} == {
        "free": 25, "held": 2, "booked": 2, "blocked": 1, "mine": 1, "owned": 1,
    }  # fmt: skip
    assert (shown.counts["accessible"], shown.counts["companion"]) == (1, 1)
    assert [(each.name, each.letter, each.free) for each in shown.categories] == [("Front", "a", 5), ("Rear", "b", 20)]
    assert [(each.name, each.free, each.total) for each in shown.sections] == [("Stalls", 15, 20), ("Balcony", 10, 10)]
    assert (shown.free, shown.capacity) == (25, 30)
    with database.read() as session:
        assert free_and_capacity(session, HAMLET, database.now(session)) == (25, 30)


def test_a_row_has_its_seats_from_left_to_right(database: Database) -> None:
    first = seat_map(database).sections[0].rows[0]
    assert first.name == "A"
    assert [seat.number if seat else None for seat in first.places] == [str(number) for number in range(1, 11)]


def test_the_version_is_that_of_the_events_topic(database: Database, desk: Desk, evening: dict[str, str]) -> None:
    assert seat_map(database).version == len(records.steps(database, topics.event(HAMLET)))
    before = seat_map(database).version
    desk.do(ANN, cancel, evening["Ann"])
    assert seat_map(database).version == before + 1
    assert seat_map(database, event=FLIGHT).version == 0


def test_a_delta_shows_the_same_seats_as_the_map(database: Database, evening: dict[str, str]) -> None:
    for person in (None, ANN.id, BOB.id):
        with database.read() as session:
            now: datetime = database.now(session)
            whole = {seat.label: seat for seat in read_seat_map(session, HAMLET, person, now).seats()}
            assert {seat.label: seat for seat in read_seats(session, HAMLET, list(whole), person, now)} == whole
            assert read_seats(session, HAMLET, [], person, now) == []


def test_a_flight_is_an_event_with_more(database: Database) -> None:
    shown = seat_map(database, event=FLIGHT)
    assert (shown.kind, shown.flight_number, shown.name) == ("flight", "RS 101", "RS 101 Zurich to Oslo")
    assert shown.flight and (shown.flight.origin, shown.flight.destination) == ("ZRH", "OSL")


@pytest.mark.parametrize("event", [0, 999, 10**17])
def test_an_event_that_does_not_exist_is_not_found(database: Database, event: int) -> None:
    with pytest.raises(NotFound):
        seat_map(database, event=event)


def test_a_small_event_is_drawn_whole_and_has_no_nonsense_sections(database: Database) -> None:
    with database.read() as session:
        shown = read_seat_map(session, HAMLET, None, database.now(session), section="nowhere")
    assert not shown.in_sections and len(shown.seats()) == 30


def test_a_basket_has_its_seats_its_price_and_its_clock(database: Database, desk: Desk) -> None:
    hold = desk.do(ANN, hold_seats, HAMLET, ["B2", "A1"])
    with database.read() as session:
        now = database.now(session)
        basket = read_basket(session, HAMLET, ANN.id, now, currency="CHF")
        others = read_basket(session, HAMLET, BOB.id, now, currency="CHF")
        later = read_basket(session, HAMLET, ANN.id, now + minutes(11), currency="CHF")
    assert ([seat.label for seat in basket.seats], str(basket.total), basket.seconds) == (["A1", "B2"], "80.00", 600)
    assert (basket.id, basket.limit) == (hold, 6)
    assert others.seats == later.seats == () and later.expires_at is None


def test_a_basket_that_ran_out_says_what_was_in_it_and_what_is_still_free(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A1", "A2"])
    pass_time(database, minutes=11)
    desk.do(BOB, hold_seats, HAMLET, ["A2"])
    with database.read() as session:
        now = database.now(session)
        ended = read_expired_basket(session, HAMLET, ANN.id, now)
        assert ended and (ended.seats, ended.free) == (("A1", "A2"), ("A1",))
        assert [offer.seats for offer in ended.offers] == [("A1",)]
        assert read_expired_basket(session, HAMLET, CLEO.id, now) is None
        assert read_expired_basket(session, HAMLET, ANN.id, now + minutes(31)) is None
    desk.do(ANN, hold_seats, HAMLET, ["A3"])
    desk.do(ANN, check_out, HAMLET)
    with database.read() as session:
        assert read_expired_basket(session, HAMLET, ANN.id, database.now(session)) is None


def test_a_map_is_a_plain_value(database: Database) -> None:
    shown = seat_map(database)
    assert replace(shown) == shown
