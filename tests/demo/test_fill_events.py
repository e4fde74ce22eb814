"""The demo's theatre, arena, flights and its clinic."""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import delete, select

from bookings.demo.ids import CLINIC
from bookings.desk import Desk
from bookings.models import Booking, Claim, Event, Flight, Seat, Service
from bookings.reading.seats.views import SeatMap, SeatView
from tests.demo.demos import board_of, map_of
from tests.demo.order import faults


def seats_by_label(event: SeatMap) -> dict[str, SeatView]:
    return {seat.label: seat for seat in event.seats()}


def test_the_first_event_is_the_lighthouse_keeper_some_days_ahead(demo: Desk) -> None:
    event = map_of(demo, "The Lighthouse Keeper")
    assert event.event_id == 1
    assert f"{event.starts_at:%A %H:%M}" == "Saturday 19:30" and event.zone == "Europe/Dublin"
    assert event.doors_at is not None and event.doors_at < event.starts_at
    assert [section.name for section in event.sections] == ["Stalls", "Circle", "Balcony"]
    assert [str(category.price) for category in event.categories] == ["48.00", "36.00", "24.00"]


def test_the_theatre_is_partly_sold_with_some_choosing_at_this_moment(demo: Desk) -> None:
    event = map_of(demo, "The Lighthouse Keeper")
    counts = event.counts
    assert 380 <= event.capacity <= 420
    assert 160 <= counts["booked"] <= 180 and 12 <= counts["held"] <= 18 and counts["blocked"] == 4
    assert counts["accessible"] == 2 and counts["companion"] == 2 and counts["restricted"] == 6


def test_every_tier_of_the_theatre_lies_on_the_same_24_places(demo: Desk) -> None:
    event = map_of(demo, "The Lighthouse Keeper")
    assert {len(row.places) for section in event.sections for row in section.rows} == {24}
    aisles = {n for section in event.sections for row in section.rows for n in (6, 17) if row.places[n] is not None}
    assert not aisles


def test_the_arena_has_five_thousand_seats_in_twenty_sections_six_of_ten_sold(demo: Desk) -> None:
    arena = map_of(demo, "Northern Lights Tour")
    assert arena.in_sections and len(arena.sections) == 20 and 4900 <= arena.capacity <= 5100
    assert 0.58 < arena.counts["booked"] / arena.capacity < 0.64
    shares = [section.free / section.total for section in arena.sections]
    assert min(shares) > 0.15 and max(shares) - min(shares) > 0.2
    with demo.database.read() as session:
        seats = session.scalars(select(Seat).where(Seat.event_id == arena.event_id)).all()
    assert len({seat.label for seat in seats}) == len(seats)
    assert any(seat.label == "104-C12" and seat.section == "Block 104" for seat in seats)
    assert len({(seat.row_order, seat.position) for seat in seats}) == len(seats)


def test_three_flights_leave_with_an_a320_each(demo: Desk) -> None:
    with demo.database.read() as session:
        flights = session.execute(select(Flight, Event).join(Event).order_by(Event.starts_at)).all()
        now = demo.database.now(session)
    assert [flight.status for flight, _ in flights] == ["BOARDING", "DELAYED", "SCHEDULED"]
    assert all(event.starts_at > now and event.starts_at.minute % 5 == 0 for _, event in flights)
    cabin = map_of(demo, "NL 482 to Lisbon")
    assert [section.name for section in cabin.sections] == ["Business", "Economy"]
    seats = seats_by_label(cabin)
    assert len(seats) == 29 * 6 and "13A" not in seats and "30F" in seats
    assert [seats[f"12{letter}"].position for letter in "ABCDEF"] == [1, 2, 3, 5, 6, 7]
    assert seats["14A"].features == ("exit",) and seats["15A"].features == ()
    assert {seats[f"{row}{letter}"].state for row in range(1, 5) for letter in "BE"} == {"blocked"}


def test_travellers_are_as_many_as_their_seats(demo: Desk) -> None:
    with demo.database.read() as session:
        flown = session.scalars(select(Booking).where(Booking.kind == "flight")).all()
    assert flown and all(len(each.passengers) == len(each.seats) for each in flown)


def test_the_clinic_keeps_time_free_after_its_visits(demo: Desk) -> None:
    board = board_of(demo, CLINIC)
    assert len(board.courts) == 3 and board.slot_minutes == 10 and board.counts.bookings > 10
    with demo.database.read() as session:
        dental = session.scalars(select(Service).where(Service.name == "Dental check")).one()
        visit = session.scalars(select(Booking).where(Booking.service_id == dental.id)).first()
        assert visit is not None and dental.minutes == 40
        claims = session.scalars(select(Claim).where(Claim.booking_id == visit.id).order_by(Claim.starts_at)).all()
    assert [claim.kind for claim in claims] == ["booking", "buffer"]
    assert all(one.ends_at == other.starts_at for one, other in pairwise(claims))


def test_everything_is_in_order(demo: Desk) -> None:
    with demo.database.read() as session:
        assert faults(session, demo.database.now(session)) == []
        # The premise: a single place that is not claimed would be seen.
        one = session.scalars(select(Claim.id).where(Claim.kind == "booking").limit(1)).one()
        session.execute(delete(Claim).where(Claim.id == one))
        assert len(faults(session, demo.database.now(session))) == 1
