"""The door: what a code lets in, once, and what it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_flight, book_seats
from bookings.desk.door import admit
from bookings.desk.states import cancel, confirm, switch
from bookings.errors import Conflict, NotFound, Refusal
from bookings.live.render import Renderer
from bookings.live.views.door import door_view
from bookings.live.views.venues.venue import VenueView
from bookings.models import Admission
from bookings.reading.audience import STAFF
from bookings.reading.door.arrivals import DoorFilter, read_door
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.rules.text.codes import ticket_code
from bookings.rules.violation import RuleViolation
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import NEXT_DAY, TODAY, at, set_clock
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, HAMLET, RS_101, THEATRE

DOORS = at("19:00", NEXT_DAY)


def seats(desk: Desk, *labels: str, confirmed: bool = True) -> tuple[str, str]:
    """(id, code) of a booking of Ann's for the show, which opens its doors now."""
    booking = desk.do(ANN, book_seats, HAMLET, list(labels))
    if confirmed:
        desk.do(SAM, confirm, booking)
    set_clock(desk.database, DOORS)
    return booking, records.booking(desk.database, booking).pnr


def test_a_ticket_lets_in_one_and_the_code_of_the_booking_the_others(desk: Desk) -> None:
    booking, pnr = seats(desk, "A1", "A2", "A3")
    first = desk.do(SAM, admit, THEATRE, ticket_code(pnr, "A2"), event_id=HAMLET)
    assert (first["name"], first["seats"], first["inside"], first["of"]) == (ANN.name, ["A2"], 1, 3) and first["owed"]
    assert records.booking(desk.database, booking).status == BookingStatus.CHECKED_IN
    rest = desk.do(SAM, admit, THEATRE, f" {pnr[:3].lower()}-{pnr[3:].lower()} ")
    assert (rest["seats"], rest["inside"]) == (["A1", "A3"], 3)
    assert records.kinds(desk.database, topics.booking(booking))[-3:] == ["BookingCheckedIn", "Admitted", "Admitted"]
    desk.do(SAM, switch, booking, BookingStatus.CONFIRMED)  # taken back, they may come in anew
    assert desk.do(SAM, admit, THEATRE, pnr)["inside"] == 3


def test_a_second_scan_says_when_and_by_whom_the_first_was(desk: Desk) -> None:
    _, pnr = seats(desk, "A1", "A2")
    desk.do(SAM, admit, THEATRE, f"{pnr}/A1", event_id=HAMLET)
    for code in (f"{pnr}/A1", f"{pnr}/a1"):
        with records.nothing_changes(desk.database), pytest.raises(Conflict) as refused:
            desk.do(SAM, admit, THEATRE, code, event_id=HAMLET)
        assert (refused.value.code, refused.value.message) == (
            "already_in", f"Came in already at 19:00, let in by {SAM.name}.",
        )  # fmt: skip


def test_what_is_booked_by_time_is_checked_in_once(desk: Desk) -> None:
    court = desk.do(SAM, book_court, COURT_1, at("10:00", TODAY), at("11:00", TODAY), customer=named(ANN))
    pnr = records.booking(desk.database, court).pnr
    desk.do(SAM, admit, CLUB, pnr)
    with pytest.raises(Conflict, match="Came in already at 10:05, let in by"):
        desk.do(SAM, admit, CLUB, pnr)


def test_each_refusal_says_why_and_changes_nothing(desk: Desk) -> None:
    flight = desk.do(ANN, book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT)
    booking, pnr = seats(desk, "A1", "A2")
    other = desk.do(BOB, book_seats, HAMLET, ["A4"])
    later = TODAY + timedelta(days=4)
    court = desk.do(SAM, book_court, COURT_1, at("10:00", later), at("11:00", later), customer=named(ANN))
    codes = {each: records.booking(desk.database, each).pnr for each in (other, court, flight)}
    for by, venue, code, event, wanted in (
        (NORA, THEATRE, pnr, HAMLET, "not_found"),
        (ANN, THEATRE, pnr, HAMLET, "not_found"),
        (SAM, CLUB, pnr, None, "unknown_code"),
        (SAM, THEATRE, "ZZZZZZ", HAMLET, "unknown_code"),
        (SAM, THEATRE, f"{pnr}/B1", HAMLET, "another_seat"),
        (SAM, CLUB, codes[court], HAMLET, "another_event"),
        (SAM, CLUB, codes[court], None, "another_day"),
        (SAM, THEATRE, codes[other], HAMLET, "not_confirmed"),
    ):
        with records.nothing_changes(desk.database), pytest.raises(Refusal) as refused:
            desk.do(by, admit, venue, code, event_id=event)
        assert refused.value.code == wanted, (code, refused.value.message)
    venue = records.booking(desk.database, flight).venue_id
    with pytest.raises(Conflict, match="Passengers are boarded"):
        desk.do(SAM, admit, venue, codes[flight])
    for typed in ("", "12", "\N{ZERO WIDTH SPACE}", "Ä" * 300):
        with pytest.raises(RuleViolation, match="not a code of a booking"):
            desk.do(SAM, admit, THEATRE, typed)
    set_clock(desk.database, at("10:00", NEXT_DAY) - timedelta(days=1))
    with pytest.raises(Conflict, match="Check-in here opens"):
        desk.do(SAM, admit, THEATRE, pnr, event_id=HAMLET)
    set_clock(desk.database, at("22:30", NEXT_DAY))
    with pytest.raises(Conflict, match="This was over at 22:00"):
        desk.do(SAM, admit, THEATRE, pnr, event_id=HAMLET)
    set_clock(desk.database, DOORS)
    desk.do(SAM, cancel, booking)
    with pytest.raises(Conflict, match="lets nobody in"):
        desk.do(SAM, admit, THEATRE, pnr, event_id=HAMLET)


def test_at_two_doors_at_once_a_ticket_lets_in_one(desk: Desk) -> None:
    booking, pnr = seats(desk, "A1")
    came = all_at_once([lambda: desk.do(SAM, admit, THEATRE, pnr, event_id=HAMLET)] * 4)
    assert [each.code for each in came if isinstance(each, Conflict)] == ["already_in"] * 3
    assert len(records.found(desk.database, select(Admission).where(Admission.booking_id == booking))) == 1


def test_what_was_read_without_a_connection_counts_from_then_and_once(desk: Desk) -> None:
    booking, pnr = seats(desk, "A1")
    set_clock(desk.database, DOORS + timedelta(minutes=20))
    again = desk.idempotent("scan-1", {"code": pnr})
    answers = [again.do(SAM, admit, THEATRE, pnr, event_id=HAMLET, at=DOORS + timedelta(minutes=2)) for _ in range(2)]
    assert answers[0] == answers[1] and answers[0]["inside"] == 1
    (admission,) = records.found(desk.database, select(Admission))
    assert admission.at == DOORS + timedelta(minutes=2)
    with pytest.raises(Conflict, match="at 19:02"):
        desk.do(SAM, admit, THEATRE, pnr, event_id=HAMLET)


def test_the_list_says_who_is_expected_and_who_is_inside(desk: Desk) -> None:
    booking, pnr = seats(desk, "A1", "A2")
    desk.do(BOB, book_seats, HAMLET, ["A4"])

    def listed(**of: object) -> tuple[list[tuple[str, int, bool]], int, int]:
        with desk.database.read() as session:
            found = read_door(session, THEATRE, DoorFilter(HAMLET, **of), SAM)  # type: ignore[arg-type]
        return [(each.booking.customer, each.count, each.admits) for each in found.arrivals], found.inside, found.expected

    assert listed() == ([(ANN.name, 0, True), (BOB.name, 0, False)], 0, 3)
    desk.do(SAM, admit, THEATRE, f"{pnr}/A1")
    assert listed(text=ANN.name[:4]) == listed(text=pnr[:3]) == ([(ANN.name, 1, True)], 1, 3)
    desk.do(SAM, admit, THEATRE, pnr)
    assert listed(page=7) == ([(ANN.name, 2, False), (BOB.name, 0, False)], 2, 3)
    with desk.database.read() as session, pytest.raises(NotFound):
        read_door(session, THEATRE, DoorFilter(HAMLET), NORA)


def test_an_open_list_is_as_a_fresh_one(database: Database, desk: Desk) -> None:
    booking, pnr = seats(desk, "A1", "A2")
    court = desk.do(SAM, book_court, COURT_1, at("18:00", NEXT_DAY), at("20:00", NEXT_DAY), customer=named(BOB))
    view = VenueView(Renderer())
    for venue, wanted, verb in (
        (THEATRE, DoorFilter(HAMLET), lambda: desk.do(SAM, admit, THEATRE, f"{pnr}/A2")),
        (THEATRE, DoorFilter(HAMLET), lambda: desk.do(SAM, admit, THEATRE, pnr)),
        (THEATRE, DoorFilter(HAMLET), lambda: desk.do(SAM, switch, booking, BookingStatus.CONFIRMED)),
        (CLUB, DoorFilter(), lambda: desk.do(SAM, admit, CLUB, records.booking(database, court).pnr)),
    ):
        topic, name = topics.venue(venue), door_view(wanted)
        with database.read() as session:
            known = version_of(session, topic)
        verb()
        with database.read() as session:
            now = database.now(session)
            assert view.audience(session, SAM, topic, name) == STAFF and view.audience(session, NORA, topic, name) is None
            changes = changes_after(session, topic, known)
            assert changes
            assert view.delta(session, topic, name, STAFF, changes, now) == view.snapshot(session, topic, name, STAFF, now)
