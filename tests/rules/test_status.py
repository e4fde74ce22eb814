"""Which states may follow which, and what a ledger is called."""

import pytest
from hypothesis import strategies as st

from bookings.rules.status import (
    FLIGHT_MOVES,
    MOVES,
    OCCUPYING,
    BookingStatus,
    FlightStatus,
    PaymentStatus,
    flight_may_become,
    may_become,
    parse_flight_status,
    parse_payment_status,
    parse_status,
)
from bookings.rules.violation import RuleViolation

B, F, P = BookingStatus, FlightStatus, PaymentStatus
sums = st.decimals(0, 500, places=2)


def test_every_state_has_its_line_in_the_tables_and_none_leads_to_itself() -> None:
    assert set(MOVES) == set(B) and set(FLIGHT_MOVES) == set(F)
    assert not any(may_become(state, state) for state in B)
    assert not any(flight_may_become(state, state) for state in F)


def test_no_state_is_a_trap_for_a_slip_of_the_finger() -> None:
    restored = {B.CANCELLED: frozenset({B.CONFIRMED})}  # by a verb of its own
    table = {**MOVES, **restored}
    for start, moves in table.items():
        assert moves, start
        for then in moves:
            reachable, edge = {then}, {then}
            while edge:
                edge = {after for state in edge for after in table[state]} - reachable
                reachable |= edge
            assert start in reachable, f"{start} -> {then} cannot be taken back"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (B.PENDING, B.CONFIRMED),
        (B.CONFIRMED, B.CHECKED_IN),
        (B.CHECKED_IN, B.CONFIRMED),
        (B.NO_SHOW, B.CHECKED_IN),
        (B.COMPLETED, B.CHECKED_IN),
        (B.PENDING, B.CANCELLED),
    ],
)
def test_a_booking_goes_its_way_and_staff_can_correct_it(now: B, then: B) -> None:
    assert may_become(now, then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (B.PENDING, B.CHECKED_IN),
        (B.PENDING, B.COMPLETED),
        (B.CHECKED_IN, B.CANCELLED),
        (B.COMPLETED, B.CANCELLED),
        (B.CANCELLED, B.CONFIRMED),
        (B.CANCELLED, B.CHECKED_IN),
        (B.CANCELLED, B.NO_SHOW),
        (B.NO_SHOW, B.CANCELLED),
    ],
)
def test_a_booking_does_not_jump(now: B, then: B) -> None:
    assert not may_become(now, then)


def test_a_flight_that_has_arrived_does_not_board_and_a_cancelled_one_may_be_reinstated() -> None:
    assert not flight_may_become(F.ARRIVED, F.BOARDING)
    assert not flight_may_become(F.DEPARTED, F.CANCELLED)
    assert flight_may_become(F.CANCELLED, F.SCHEDULED)


def test_only_a_cancelled_booking_gives_up_its_place() -> None:
    assert set(B) - OCCUPYING == {B.CANCELLED}


@pytest.mark.parametrize("written", ["checked_in", "CHECKED_IN", " Checked-In ", "checked in"])
def test_a_status_is_read_however_it_is_written(written: str) -> None:
    assert parse_status(written) is B.CHECKED_IN


@pytest.mark.parametrize("written", ["", "done", None, 7, ["PENDING"], "PENDING\x00"])
def test_an_unknown_status_is_refused_with_the_words_that_exist(written: object) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_status(written)
    assert refused.value.field == "status"
    assert all(word in refused.value.message for word in B)


def test_payments_and_flights_have_words_of_their_own() -> None:
    assert parse_payment_status("paid") is P.PAID
    assert parse_flight_status("delayed") is F.DELAYED
    with pytest.raises(RuleViolation, match="payment status"):
        parse_payment_status("delayed")
