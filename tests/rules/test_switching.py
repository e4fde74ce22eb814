"""Which switch is accepted when: cut-offs and windows, to the second, for both sides of the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.rules.sale import FlightFacts
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.switching import Situation, moves, why_not, why_not_begin, why_not_restore

B, F = BookingStatus, FlightStatus
BEGINS = datetime(2026, 3, 3, 10, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def booking(status: B, *, cancel: int = 0, check_in: int = 24, flight: F | None = None) -> Situation:
    return Situation(status, BEGINS, cancel, check_in, FlightFacts("RS 101", flight) if flight else None)


def code(status: B, then: B, now: datetime, *, staff: bool = True, **more: object) -> str:
    no = why_not(booking(status, **more), then, now, staff=staff)  # type: ignore[arg-type]
    return no.code if no else ""


@pytest.mark.parametrize(
    ("status", "then", "when", "refused"),
    [
        (B.CONFIRMED, B.CHECKED_IN, BEGINS - 24 * HOUR - SECOND, "too_early"),
        (B.CONFIRMED, B.CHECKED_IN, BEGINS - 24 * HOUR, ""),
        (B.CONFIRMED, B.CHECKED_IN, BEGINS + 5 * HOUR, ""),
        (B.CONFIRMED, B.COMPLETED, BEGINS - SECOND, "not_begun"),
        (B.CHECKED_IN, B.COMPLETED, BEGINS - SECOND, "not_begun"),
        (B.CHECKED_IN, B.COMPLETED, BEGINS, ""),
        (B.CONFIRMED, B.NO_SHOW, BEGINS - SECOND, "not_begun"),
        (B.CONFIRMED, B.NO_SHOW, BEGINS, ""),
        (B.CONFIRMED, B.CANCELLED, BEGINS + HOUR, ""),
        (B.CANCELLED, B.CONFIRMED, BEGINS - 48 * HOUR, "forbidden_move"),
    ],
)
def test_staff_switch_when_its_time_has_come(status: B, then: B, when: datetime, refused: str) -> None:
    assert code(status, then, when) == refused


@pytest.mark.parametrize(
    ("hours", "when", "refused"),
    [
        (0, BEGINS - SECOND, ""),
        (0, BEGINS, "past"),
        (48, BEGINS - 48 * HOUR - SECOND, ""),
        (48, BEGINS - 48 * HOUR, "too_late"),
        (48, BEGINS, "past"),
    ],
)
def test_customers_cancel_until_the_cut_off(hours: int, when: datetime, refused: str) -> None:
    assert code(B.CONFIRMED, B.CANCELLED, when, staff=False, cancel=hours) == refused
    assert (B.CANCELLED in moves(booking(B.CONFIRMED, cancel=hours), when, staff=False)) == (refused == "")
    assert code(B.CONFIRMED, B.CHECKED_IN, when, staff=False) == "not_allowed"


@pytest.mark.parametrize(
    ("status", "then", "refused"),
    [
        (B.PENDING, B.CONFIRMED, "flight_closed"),
        (B.CONFIRMED, B.CHECKED_IN, "flight_closed"),
        (B.CHECKED_IN, B.CONFIRMED, ""),
        (B.CONFIRMED, B.CANCELLED, ""),
    ],
)
def test_on_a_cancelled_flight_nobody_is_taken_further(status: B, then: B, refused: str) -> None:
    assert code(status, then, BEGINS - HOUR, flight=F.CANCELLED) == refused
    assert code(status, then, BEGINS - HOUR, flight=F.DELAYED) == ""


@pytest.mark.parametrize("flight", [None, *F])
def test_what_was_cancelled_is_restored_by_staff_unless_its_flight_does_not_leave(flight: F | None) -> None:
    cancelled = booking(B.CANCELLED, flight=flight)
    leaves = flight in (None, F.SCHEDULED, F.BOARDING, F.DELAYED)
    assert (why_not_restore(cancelled, staff=True) is None) == leaves
    refused = why_not_restore(cancelled, staff=False)
    assert refused is not None and refused.for_staff
    for status in set(B) - {B.CANCELLED}:
        assert why_not_restore(booking(status, flight=flight), staff=True) is not None


@pytest.mark.parametrize("status", B)
def test_a_booking_begins_only_in_a_state_that_it_could_be_in(status: B) -> None:
    days_before, after = BEGINS - 240 * HOUR, BEGINS + HOUR
    early, late = (why_not_begin(status, booking(status), when) for when in (days_before, after))
    assert (early is None) == (status in (B.PENDING, B.CONFIRMED))
    assert (late is None) == (status != B.CANCELLED)


def test_a_reader_is_offered_just_what_would_be_accepted() -> None:
    for status in B:
        for hours in range(-50, 50, 5):
            for staff in (True, False):
                now, situation = BEGINS + hours * HOUR, booking(status, cancel=12)
                accepted = {then for then in B if then != status and why_not(situation, then, now, staff=staff) is None}
                assert set(moves(situation, now, staff=staff)) == accepted
