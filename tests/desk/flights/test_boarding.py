"""Passengers are checked in and board one by one, by the passes that are read at a flight's gate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.copy import copy_event
from bookings.desk import Desk, book, states
from bookings.desk.events.boarding import board
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.money.pay import take_payment
from bookings.errors import Conflict, NotFound
from bookings.models import Boarding, Flight, LogEntry, Viewer
from bookings.reading.flights.manifest import Manifest, read_manifest
from bookings.rules.flights.boarding import BoardingAct, read_pass
from bookings.rules.flights.boarding_pass import boarding_code
from bookings.rules.status import BookingStatus
from bookings.rules.violation import RuleViolation
from tests.records import booking as booking_of
from tests.records import found, nothing_changes
from tests.world.clock import NEXT_DAY, now_of, pass_time
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, MAX, NORA, PIA, SAM, named
from tests.world.places import FLIGHT, HAMLET, RS_101

CHILD = {"type": "CHILD", "firstName": "Ben", "lastName": "Canarini", "dateOfBirth": "2018-05-01"}
BABY = {"type": "INFANT", "firstName": "Zoe", "lastName": "Canarini", "dateOfBirth": "2025-05-01"}
SCANNED = boarding_code(
    first_name="Annabel", last_name="Canarini", pnr="ABC234", origin="ZRH", destination="OSL", number="RS 101", day=NEXT_DAY,
    cabin_class="ECONOMY", seat="12A", sequence=1,
)  # fmt: skip
IN, ON, BACK = BoardingAct.CHECK_IN, BoardingAct.BOARD, BoardingAct.TAKE_BACK


@pytest.fixture
def code(desk: Desk) -> str:
    """Ann with a child and a baby, confirmed, a day before they fly."""
    party = [ANN_FLIES, CHILD, BABY]
    booking = desk.do(SAM, book.book_flight, RS_101, "economy", party, ANNS_CONTACT, seats=["1A", "1B"], customer=named(ANN))
    pass_time(desk.database, hours=24)
    return booking_of(desk.database, booking).pnr


def manifest(desk: Desk) -> Manifest:
    with desk.database.read() as session:
        return read_manifest(session, RS_101, SAM, now_of(desk.database))


def states_of(desk: Desk) -> list[str]:
    return [f"{each.label} {each.state}" for each in manifest(desk).travellers]


def status_of(desk: Desk, code: str) -> str:
    return next(each.booking_status for each in manifest(desk).travellers if each.pnr == code)


def refuses(desk: Desk, said: str, code: str, act: BoardingAct, who: Viewer = SAM, kind: Any = Conflict, flight: str = RS_101) -> None:
    with nothing_changes(desk.database), pytest.raises(kind, match=said):
        desk.do(who, board, flight, code, act)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ABC234/12A", ("ABC234", "12A")), (" abc234 / 12a ", ("ABC234", "12A")), ("abc234 12a", ("ABC234", "12A")),
        ("ABC234", ("ABC234", "")), ("abc-234", ("ABC234", "")), ("abc 234", ("ABC234", "")), ("ABC234/", ("ABC234", "")),
        (SCANNED, ("ABC234", "12A")), (SCANNED.replace("012A", "INF "), None),
        ("", None), ("12A", None), ("ABC23O", None), ("ABC2345/1A", None), ("\x00\u202e", None), ("A" * 5000, None),
    ],
)  # fmt: skip
def test_what_is_read_from_a_pass(text: str, read: tuple[str, str] | None) -> None:
    if read is None:
        with pytest.raises(RuleViolation):
            read_pass(text)
    else:
        assert (read_pass(text).pnr, read_pass(text).seat) == read


def test_a_passenger_is_checked_in_boards_once_and_is_taken_back(desk: Desk, code: str) -> None:
    done = desk.do(SAM, board, RS_101, f"{code}/1B", IN)
    assert (done["passengers"], done["seats"], done["boarded"], done["of"]) == (["Ben Canarini"], ["1B"], 0, 2)
    assert states_of(desk) == ["1A booked", "1B checked in"] and status_of(desk, code) == BookingStatus.CONFIRMED
    refuses(desk, "does not board yet", f"{code}/1B", ON)
    assert desk.do(SAM, board, RS_101, code, IN)["seats"] == ["1A"], "the rest of the booking"
    assert status_of(desk, code) == BookingStatus.CHECKED_IN, "all of them are"
    desk.do(SAM, operate_flight, RS_101, {"status": "BOARDING"})
    desk.do(PIA, board, RS_101, f"{code}/1A", ON)
    pass_time(desk.database, minutes=5)
    refuses(desk, r"Boarded already at \d\d:\d\d, by Piastaff Pilot", f"{code}/1A", ON)
    assert desk.do(SAM, board, RS_101, code, ON)["boarded"] == 2
    here = manifest(desk)
    assert here.counts == {"all": 2, "missing": 0, "checked-in": 0, "boarded": 2, "no-show": 0} and here.infants == 1
    assert [each.infant for each in here.travellers] == ["Zoe Canarini", ""]
    desk.do(SAM, board, RS_101, f"{code}/1A", BACK)
    assert states_of(desk) == ["1A checked in", "1B boarded"]
    desk.do(SAM, board, RS_101, f"{code}/1A", BACK)
    assert states_of(desk) == ["1A booked", "1B boarded"] and status_of(desk, code) == BookingStatus.CONFIRMED
    refuses(desk, "nothing to take back", f"{code}/1A", BACK)
    refuses(desk, "Check them in first", f"{code}/1A", ON)
    with desk.database.read() as session:
        acts = session.scalars(select(LogEntry.act).order_by(LogEntry.id)).all()
    assert acts.count("passenger checked in") == 3 and acts.count("passenger boarded") == 3


def test_a_wrong_pass_is_refused_with_its_sentence(desk: Desk, code: str) -> None:
    [event_id] = desk.do(MAX, copy_event, FLIGHT, "2026-03-05 15:00")
    with desk.database.read() as session:
        other = session.scalars(select(Flight.id).where(Flight.event_id == event_id)).one()
    refuses(desk, "for RS 101 on Wednesday 4 March 2026, 07:10, not for this flight", f"{code}/1A", IN, flight=other)
    scanned = SCANNED.replace("ABC234", code).replace("012A", "001A")
    refuses(desk, "of another flight or day", scanned.replace("063Y", "064Y"), IN)
    refuses(desk, "of another flight or day", scanned.replace("OSL", "BGO"), IN)
    desk.do(SAM, board, RS_101, scanned, IN)
    refuses(desk, "Checked in already", scanned, IN)
    refuses(desk, "Seat 9Z does not belong", f"{code}/9Z", IN)
    refuses(desk, "no boarding pass", "hello", IN, kind=RuleViolation)
    refuses(desk, "No booking of this airline", "ZZZ999", IN, kind=NotFound)
    for who in (ANN, NORA):
        refuses(desk, "no such flight", code, IN, who=who, kind=NotFound)
    show = desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    refuses(desk, "No booking of this airline", booking_of(desk.database, show).pnr, IN, kind=NotFound)
    request = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["2C"])
    refuses(desk, "not confirmed yet", booking_of(desk.database, request).pnr, IN)
    desk.do(SAM, operate_flight, RS_101, {"status": "CANCELLED"})
    refuses(desk, "is cancelled, so nobody boards", code, IN)


def test_check_in_opens_at_its_hour_and_no_act_is_offered_before(desk: Desk) -> None:
    booking = desk.do(SAM, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"], customer=named(ANN))
    assert manifest(desk).travellers[0].acts == ()
    refuses(desk, "opens 24 hours before", booking_of(desk.database, booking).pnr, IN)
    pass_time(desk.database, hours=24)
    assert manifest(desk).travellers[0].acts == (IN,)


def test_a_booking_that_is_switched_whole_takes_its_passengers_along(desk: Desk, code: str) -> None:
    [booking] = [each.booking_id for each in manifest(desk).travellers[:1]]
    desk.do(SAM, states.check_in, booking)
    assert states_of(desk) == ["1A checked in", "1B checked in"]
    desk.do(SAM, states.confirm, booking)
    assert states_of(desk) == ["1A booked", "1B booked"]
    desk.do(SAM, board, RS_101, f"{code}/1A", IN)
    desk.do(SAM, states.cancel, booking)
    assert states_of(desk) == [] and found(desk.database, select(Boarding)) == []


def test_who_did_not_board_is_a_no_show_once_the_flight_has_left_and_expected_again_when_it_comes_back(desk: Desk, code: str) -> None:
    def booked(seat: str, name: str = "Bob") -> str:
        party = [{**ANN_FLIES, "firstName": name}]
        return desk.do(SAM, book.book_flight, RS_101, "economy", party, ANNS_CONTACT, seats=[seat], customer=named(ANN))

    def bookings() -> list[BookingStatus]:
        return [BookingStatus(booking_of(desk.database, each).status) for each in (late, ready, ill)]

    late, ready, ill = booked("1C"), booked("2A"), booked("2B")
    desk.do(SAM, take_payment, late, Decimal("129.00"))
    desk.do(SAM, states.check_in, ready)
    desk.do(SAM, board, RS_101, code, IN)
    for status in ("DEPARTED", "BOARDING"):
        desk.do(SAM, operate_flight, RS_101, {"status": status})
        assert bookings() == ["CONFIRMED", "CHECKED_IN", "CONFIRMED"], "nobody at all was boarded here"
    desk.do(SAM, board, RS_101, f"{code}/1A", ON)
    pass_time(desk.database, hours=24)
    desk.do(SAM, states.mark_no_show, ill)
    desk.do(PIA, operate_flight, RS_101, {"status": "DEPARTED"})
    assert bookings() == ["NO_SHOW"] * 3 and status_of(desk, code) == BookingStatus.CHECKED_IN, "some of it are on board"
    assert states_of(desk) == ["1A boarded", "1B no-show", "1C no-show", "2A no-show", "2B no-show"]
    assert manifest(desk).counts["no-show"] == 4 and all(each.acts == () for each in manifest(desk).travellers)
    assert booking_of(desk.database, late).paid == Decimal("129.00"), "the money stays where it is"
    desk.do(PIA, operate_flight, RS_101, {"status": "ARRIVED"})
    desk.do(PIA, operate_flight, RS_101, {"status": "DEPARTED"})
    assert bookings() == ["NO_SHOW"] * 3
    desk.do(PIA, operate_flight, RS_101, {"status": "BOARDING"})
    assert bookings() == ["CONFIRMED", "CHECKED_IN", "NO_SHOW"], "the last was marked by hand"
    assert states_of(desk) == ["1A boarded", "1B checked in", "1C booked", "2A checked in", "2B no-show"]
    lines = found(desk.database, select(LogEntry).where(LogEntry.by_id == PIA.id, LogEntry.noun_id.in_([late, ready])))
    assert sorted(each.act for each in lines) == ["checked in", "confirmed", "marked as no-show", "marked as no-show"]
