"""The table of what people are told."""

from __future__ import annotations

import pytest

from bookings.models import ChangeKind
from bookings.rules.notifications.words import (
    KIND_LIMIT,
    SILENT,
    TO_THE_CUSTOMER,
    TO_THE_STAFF,
    Fact,
    check_message,
    to_the_customer,
)
from bookings.rules.violation import RuleViolation

WORDS = {
    "venue": "Corso", "code": "ABC123", "what": "Court 1", "when": "Tuesday 3 March 2026, 10:00 to 11:00", "previous": "",
    "reason": "", "from_place": "Court 2", "from_time": "Monday 2 March 2026, 09:00", "amount": "CHF 5.00", "price": "CHF 6.00",
    "number": "RS 101", "status": "delayed", "news": " Gate: A1.", "ran_out": "", "cancelled": "",
    "proposed": "Tuesday 3 March 2026, 12:00, with Dr. Vogel,", "offered": "Seat A5 is yours.", "ended": "Nothing came back.",
}  # fmt: skip


def test_every_kind_of_change_is_in_the_table_or_said_to_be_silent() -> None:
    told = {*TO_THE_CUSTOMER, *TO_THE_STAFF}
    assert told | SILENT == {str(kind) for kind in ChangeKind} and not SILENT & told


@pytest.mark.parametrize("change", TO_THE_CUSTOMER)
def test_every_template_can_be_filled_in_and_fits(change: str) -> None:
    told = to_the_customer([Fact(change, {**WORDS, "what": "W" * 160, "venue": "V" * 120})])
    assert told is not None and "{" not in told.title + told.message
    assert len(told.kind) <= KIND_LIMIT and len(told.title) <= 200


@pytest.mark.parametrize(
    ("changes", "more", "kind", "says"),
    [
        (["BookingConfirmed"], {"previous": "CANCELLED"}, "booking_restored", "has restored your booking ABC123"),
        (["BookingCancelled"], {"reason": "Rain"}, "booking_cancelled", "has cancelled your booking ABC123. Reason: Rain."),
        (["BookingCancelled"], {"previous": "PENDING"}, "booking_cancelled", "has declined your request ABC123."),
        (["BookingCancelled"], {"reason": "x", "ran_out": "yes"}, "booking_cancelled", "Nobody answered or paid"),
        (["PaymentReturned", "BookingCancelled"], {}, "booking_cancelled", "CHF 5.00 is given back"),
        (["PaymentTaken", "BookingConfirmed"], {}, "booking_confirmed", "CHF 5.00 was received"),
        (["BookingMoved"], {}, "booking_moved", "It was Court 2, Monday 2 March 2026, 09:00."),
        (["EventChanged"], {"cancelled": "yes"}, "event_cancelled", "Corso has cancelled this."),
        (["FlightStatusChanged"], {"previous": "scheduled"}, "flight_status_changed", "this flight is delayed. Gate: A1."),
        (["FlightStatusChanged"], {"previous": "delayed"}, "flight_status_changed", "has changed this flight. Gate: A1."),
        (["FlightStatusChanged"], {"choose": "late"}, "flight_status_changed", "you keep it, change to another flight"),
        (["NoteChanged"], {}, None, ""),
    ],
)
def test_several_changes_at_once_are_told_as_one(changes: list[str], more: dict[str, str], kind: str | None, says: str) -> None:
    told = to_the_customer([Fact(change, WORDS | more) for change in changes])
    assert (told.kind if told else None) == kind
    assert told is None or (says in told.message and told.message.startswith("Court 1, Tuesday 3 March 2026"))


@pytest.mark.parametrize(
    ("title", "message", "field"),
    [("", "x", "title"), ("x", " \n", "message"), ("x" * 121, "x", "title"), ("x", "y" * 1001, "message"), ("a\x00", "x", "title")],
)
def test_what_staff_writes_is_checked(title: str, message: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_message(title, message)
    assert refused.value.field == field


def test_what_staff_writes_stays_as_typed() -> None:
    assert check_message(" <b>Hi</b>  you ", "a\n\nb") == ("<b>Hi</b> you", "a\n\nb")
