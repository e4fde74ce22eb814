"""An appointment gets another time: its customer moves it until the venue's cut-off, or accepts what the venue proposes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.appointments.proposals import accept_proposal, decline_proposal, propose_time, withdraw_proposal
from bookings.desk.appointments.reschedule import reschedule
from bookings.desk.book import book_court, book_service
from bookings.desk.states import cancel, confirm
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, SlotTaken
from bookings.reading.bookings.view import read_booking
from bookings.rules import topics
from bookings.rules.violation import OutsideHours, PastTime, RuleViolation, TooFarAhead
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import TODAY, at, minutes, pass_time, set_clock
from tests.world.people import ANN, BOB, MAX, SAM, crowd
from tests.world.places import CHECK_UP, CLINIC, COURT_1, DR_AMSEL, DR_VOGEL, SURGERY

TEN, HALF_PAST, NOON = at("10:00"), at("10:30"), at("12:00")


@pytest.fixture
def visit(desk: Desk) -> str:
    """Ann's with Dr. Vogel tomorrow at ten."""
    return desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)


def where(database: Database, booking: str) -> tuple[str | None, object, str]:
    found = records.booking(database, booking)
    return found.resource_id, found.starts_at, found.status


def offered(database: Database) -> list[tuple[object, ...]]:
    return [(each.resource_id, each.starts_at, each.ends_at) for each in records.claims(database) if each.kind == "offer"]


def test_its_customer_moves_it_also_into_its_own_time(database: Database, desk: Desk, visit: str) -> None:
    desk.do(ANN, reschedule, visit, HALF_PAST)
    assert where(database, visit) == (DR_VOGEL, HALF_PAST, "PENDING")
    desk.do(ANN, reschedule, visit, HALF_PAST, DR_AMSEL)
    assert where(database, visit) == (DR_AMSEL, HALF_PAST, "PENDING")


@pytest.mark.parametrize(("at_once", "status"), [(False, "PENDING"), (True, "CONFIRMED")])
def test_what_was_confirmed_is_asked_for_again_where_the_venue_answers(
    database: Database, desk: Desk, visit: str, at_once: bool, status: str
) -> None:
    desk.do(SAM, confirm, visit)
    desk.do(MAX, edit_venue, CLINIC, {"confirms_at_once": at_once})
    desk.do(ANN, reschedule, visit, NOON)
    assert where(database, visit) == (DR_VOGEL, NOON, status)
    assert (records.booking(database, visit).expires_at is None) is at_once


def test_until_the_cut_off_of_the_venue(database: Database, desk: Desk, visit: str) -> None:
    desk.do(MAX, edit_venue, CLINIC, {"cancel_hours": 2, "move_hours": 6})
    set_clock(database, TEN - timedelta(hours=6, minutes=1))
    desk.do(ANN, reschedule, visit, NOON)
    set_clock(database, NOON - timedelta(hours=6))
    with records.nothing_changes(database), pytest.raises(Conflict, match="until 6 hours before") as refused:
        desk.do(ANN, reschedule, visit, TEN)
    assert refused.value.code == "too_late"
    with desk.database.read() as session:
        assert not read_booking(session, visit, ANN).movable
    desk.do(SAM, reschedule, visit, TEN)  # not so for the desk
    desk.do(MAX, edit_venue, CLINIC, {"move_hours": ""})
    desk.do(ANN, reschedule, visit, NOON)  # as long as it can be cancelled


def test_what_cannot_be_had_changes_nothing(database: Database, desk: Desk, visit: str) -> None:
    bobs = desk.do(BOB, book_service, CHECK_UP, NOON, provider_id=DR_VOGEL)
    court = desk.do(ANN, book_court, COURT_1, TEN, NOON)
    for refusal, who, verb, args in (
        (SlotTaken, ANN, reschedule, (visit, NOON)),
        (OutsideHours, ANN, reschedule, (visit, at("03:00"))),
        (TooFarAhead, ANN, reschedule, (visit, TEN + timedelta(days=50))),
        (Conflict, ANN, reschedule, (visit, TEN)),
        (NotFound, BOB, reschedule, (visit, HALF_PAST)),
        (Conflict, ANN, reschedule, (court, HALF_PAST)),
        (Invalid, ANN, reschedule, (desk.do(ANN, book_service, SURGERY, at("14:00")), at("16:00"), DR_AMSEL)),
        (SlotTaken, SAM, propose_time, (visit, NOON)),
        (OutsideHours, SAM, propose_time, (visit, at("03:00"))),
        (PastTime, SAM, propose_time, (visit, at("09:00", TODAY))),
        (Conflict, SAM, propose_time, (visit, TEN)),
        (NotFound, ANN, propose_time, (visit, HALF_PAST)),
        (Conflict, ANN, accept_proposal, (visit,)),
        (NotAllowed, SAM, accept_proposal, (visit,)),
        (NotFound, BOB, decline_proposal, (visit,)),
    ):  # fmt: skip
        with records.nothing_changes(database), pytest.raises((Refusal, RuleViolation)) as refused:
            desk.do(who, verb, *args)
        assert refused.type is refusal, (verb.__name__, args)
    assert records.booking(database, bobs).status == "PENDING"


def test_a_proposed_time_is_kept_free_until_it_is_answered(database: Database, desk: Desk, visit: str) -> None:
    desk.do(SAM, propose_time, visit, HALF_PAST, note="After the surgery")
    assert offered(database) == [(DR_VOGEL, at("10:40"), at("11:00")), (DR_VOGEL, at("11:00"), at("11:10"))], "what it lacks"
    with pytest.raises(SlotTaken):
        desk.do(BOB, book_service, CHECK_UP, at("11:00"), provider_id=DR_VOGEL)
    desk.do(SAM, propose_time, visit, NOON, DR_AMSEL)
    assert {each[0] for each in offered(database)} == {DR_AMSEL}, "the last one counts"
    with pytest.raises(Conflict, match="another time by now"):
        desk.do(ANN, accept_proposal, visit, start=HALF_PAST)
    desk.do(ANN, accept_proposal, visit, start=NOON)
    assert where(database, visit) == (DR_AMSEL, NOON, "CONFIRMED") and offered(database) == []
    assert records.kinds(database, topics.booking(visit))[-2:] == ["BookingMoved", "BookingConfirmed"]


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [(ANN, decline_proposal, "PENDING"), (SAM, withdraw_proposal, "PENDING"), (SAM, confirm, "CONFIRMED"), (ANN, cancel, "CANCELLED")],
)
def test_whatever_else_is_decided_gives_the_proposed_time_back(
    database: Database, desk: Desk, visit: str, who: object, verb: object, status: str
) -> None:
    desk.do(SAM, propose_time, visit, NOON)
    desk.do(who, verb, visit)  # type: ignore[arg-type]
    assert where(database, visit) == (DR_VOGEL, TEN, status) and offered(database) == []
    assert records.booking(database, visit).proposal is None
    assert desk.do(BOB, book_service, CHECK_UP, NOON, provider_id=DR_VOGEL)


def test_a_proposal_gives_the_customer_the_venues_time_and_ends_with_its_own(database: Database, desk: Desk, visit: str) -> None:
    desk.do(MAX, edit_venue, CLINIC, {"request_minutes": 60})
    pass_time(database, minutes=50)
    desk.do(SAM, propose_time, visit, at("12:00", TODAY))
    pass_time(database, minutes=50)
    with desk.database.read() as session:
        assert read_booking(session, visit, ANN).proposal.open  # type: ignore[union-attr]
    desk.do(SAM, confirm, visit)
    desk.do(SAM, propose_time, visit, at("12:30", TODAY))
    set_clock(database, at("12:30", TODAY) + minutes(1))
    with pytest.raises(Conflict, match="has passed"):
        desk.do(ANN, accept_proposal, visit)


def test_an_accepted_proposal_and_others_who_want_that_time(database: Database, desk: Desk, visit: str) -> None:
    desk.do(SAM, propose_time, visit, NOON)
    others = [partial(desk.do, each, book_service, CHECK_UP, NOON, provider_id=DR_VOGEL) for each in crowd(database, 6)]
    accepted, *rest = all_at_once([partial(desk.do, ANN, accept_proposal, visit), *others])
    assert accepted == visit and {type(each) for each in rest} == {SlotTaken}
