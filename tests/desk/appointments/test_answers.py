"""A request of an appointment is answered: accepted when whom it is for is there, declined with a reason; else it runs out, and both
sides are told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.retiring import bring_back_resource, retire_resource
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.appointments.reschedule import reschedule
from bookings.desk.book import book_court, book_service
from bookings.desk.requests import end_requests
from bookings.desk.states import cancel, confirm
from bookings.errors import Conflict
from bookings.models import Notification, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.bookings.view import read_booking
from bookings.rules import topics
from tests import records
from tests.world.clock import TOMORROW, at, pass_time
from tests.world.people import ANN, MAX, SAM, named
from tests.world.places import CHECK_UP, CLINIC, COURT_1, DR_AMSEL, DR_VOGEL

TEN = at("10:00")
AFTERNOONS = {"hours": {"1": [["12:00", "18:00"]]}}


@pytest.fixture
def request_(desk: Desk) -> str:
    """Ann's with Dr. Vogel tomorrow at ten."""
    return desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)


def told(desk: Desk, person: Viewer) -> list[tuple[str, str]]:
    query = select(Notification).where(Notification.person_id == person.id).order_by(Notification.created_at, Notification.id)
    with desk.database.read() as session:
        return [(each.title, each.message) for each in session.scalars(query)]


def may_accept(desk: Desk, booking: str) -> bool:
    with desk.database.read() as session:
        return "CONFIRMED" in read_booking(session, booking, SAM).moves


@pytest.mark.parametrize(
    ("verb", "args", "back"),
    [
        (set_own_hours, (DR_VOGEL, AFTERNOONS), (set_own_hours, DR_VOGEL, {"hours": None})),
        (set_hours, (CLINIC, {"special_days": [{"date": str(TOMORROW)}]}), (set_hours, CLINIC, {"special_days": []})),
        (retire_resource, (DR_VOGEL,), (bring_back_resource, DR_VOGEL)),
    ],
    ids=["own hours", "the venue is closed", "retired"],
)
def test_a_request_is_accepted_only_while_its_provider_is_there(
    database: Database, desk: Desk, request_: str, verb: object, args: tuple[object, ...], back: tuple[object, ...]
) -> None:
    assert may_accept(desk, request_)
    desk.do(MAX, verb, *args, go_on=True)  # type: ignore[arg-type]
    assert not may_accept(desk, request_)
    with records.nothing_changes(database), pytest.raises(Conflict, match="Dr. Vogel is not there at that time any more") as refused:
        desk.do(SAM, confirm, request_)
    assert refused.value.code == "provider_away"
    desk.do(MAX, *back)  # type: ignore[arg-type]
    assert records.kinds(database, topics.booking(request_)) == ["BookingCreated", "ProviderHoursChanged", "ProviderHoursChanged"]
    desk.do(SAM, confirm, request_)


def test_what_a_manager_set_aside_is_accepted_and_what_is_confirmed_stays(desk: Desk) -> None:
    early = desk.do(MAX, book_service, CHECK_UP, at("06:00"), customer=named(ANN), override="An emergency")
    assert desk.do(SAM, confirm, early) == early
    confirmed = desk.do(SAM, book_service, CHECK_UP, TEN, provider_id=DR_AMSEL, customer=named(ANN))
    desk.do(MAX, set_own_hours, DR_AMSEL, AFTERNOONS, go_on=True)
    assert records.kinds(desk.database, topics.booking(confirmed)) == ["BookingCreated"]


def test_a_decline_says_why(desk: Desk, request_: str) -> None:
    desk.do(SAM, cancel, request_, reason="Dr. Vogel is ill")
    (title, message) = told(desk, ANN)[-1]
    assert title == "Request declined"
    assert "Check-up with Dr. Vogel" in message and message.endswith("Reason: Dr. Vogel is ill.")


def test_when_nobody_answers_both_sides_are_told(database: Database, desk: Desk, request_: str) -> None:
    pass_time(database, days=1)
    assert desk.do(RINGSIDE, end_requests) == 1
    assert told(desk, ANN)[-1][0] == "Request ran out"
    for clerk in (SAM, MAX):
        assert [title for title, _ in told(desk, clerk)] == [
            "Request for Check-up with Dr. Vogel", "Request ran out: Check-up with Dr. Vogel",
        ]  # fmt: skip


def test_the_desk_learns_what_the_customer_does_with_an_appointment_and_not_with_a_court(desk: Desk, request_: str) -> None:
    desk.do(ANN, reschedule, request_, at("12:00"))
    desk.do(ANN, cancel, request_, reason="She is well again")
    court = desk.do(ANN, book_court, COURT_1, TEN, at("11:00"))
    desk.do(ANN, cancel, court)
    words = told(desk, MAX)
    assert [title for title, _ in words] == [
        "Request for Check-up with Dr. Vogel", "Moved: Check-up with Dr. Vogel", "Cancelled: Check-up with Dr. Vogel",
        "Request for Court 1",
    ]  # fmt: skip
    assert "It was Dr. Vogel, Tuesday 3 March 2026, 10:00." in words[1][1] and "She is well again" in words[2][1]
    assert told(desk, ANN) == []
