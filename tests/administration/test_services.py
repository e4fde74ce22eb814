"""Services and leave: what is booked keeps its length, its price and its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.leave import add_leave, lift_leave
from bookings.administration.services import (
    add_service,
    bring_back_service,
    delete_service,
    edit_service,
    retire_service,
)
from bookings.administration.venues import edit_venue
from bookings.desk import Desk, book
from bookings.desk.move import move
from bookings.errors import BookingsAffected, Conflict, Invalid, NotAllowed, NotFound, SlotTaken
from bookings.models import Booking, Claim, Service, ServiceProvider, Viewer
from bookings.reading.free_times import read_free_times
from bookings.rules.violation import RuleViolation
from tests.world.clock import NEXT_DAY, NOW, TOMORROW, at, minutes
from tests.world.people import ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, DR_AMSEL, DR_VOGEL, MARTA, SURGERY

NEW = {"name": "Vaccination", "minutes": "30", "buffer_after": 10, "price": "60", "providers": [DR_AMSEL]}


def spans(desk: Desk, booking_id: str) -> list[tuple[Any, Any]]:
    with desk.database.read() as session:
        query = select(Claim.starts_at, Claim.ends_at).where(Claim.booking_id == booking_id).order_by(Claim.starts_at)
        return [(start, end) for start, end in session.execute(query)]


def test_a_new_service_can_be_booked_with_who_offers_it(desk: Desk) -> None:
    made = desk.do(MAX, add_service, CLINIC, NEW)
    with desk.database.read() as session:
        service = session.get_one(Service, made)
        assert (service.minutes, service.buffer_before, service.price) == (30, 0, Decimal("60.00"))
        offered = [each for each in read_free_times(session, CLINIC, TOMORROW, ANN, NOW).appointments if each.service_id == made]
        assert {each.resource_id for each in offered} == {DR_AMSEL}
    desk.do(ANN, book.book_service, made, at("10:00"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"), ({"name": "check-UP"}, "name"), ({"minutes": 0}, "minutes"),
        ({"minutes": "1441"}, "minutes"), ({"minutes": 45}, "minutes"),
        ({"buffer_before": -1}, "buffer_before"), ({"buffer_after": 241}, "buffer_after"), ({"price": "-1"}, "price"),
        ({"price": "1e9"}, "price"), ({"price": "free"}, "price"), ({"providers": [MARTA]}, "providers"),
        ({"providers": "all"}, "providers"), ({"providers": [7]}, "providers"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, add_service, CLINIC, NEW | changed)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
def test_only_who_manages_the_clinic_sets_up_its_services(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    for verb, *what in (
        (add_service, CLINIC, NEW), (edit_service, CHECK_UP, {"price": "1"}), (retire_service, CHECK_UP),
        (bring_back_service, CHECK_UP), (delete_service, SURGERY), (add_leave, DR_VOGEL, "2026-03-03", "2026-03-04", "Away"),
    ):  # fmt: skip
        with pytest.raises(refused):
            desk.do(who, verb, *what)


def test_an_appointment_keeps_its_length_its_price_and_what_is_kept_free_around_it(desk: Desk) -> None:
    booking = desk.do(SAM, book.book_service, CHECK_UP, at("10:00"), provider_id=DR_VOGEL, customer=named(ANN))
    before = spans(desk, booking)
    desk.do(MAX, edit_service, CHECK_UP, {"minutes": 60, "buffer_after": 30, "price": "99", "providers": [DR_AMSEL]})
    assert spans(desk, booking) == before
    desk.do(SAM, move, booking, DR_VOGEL, at("11:00"), at("11:30"))  # still half an hour, with the same provider
    with desk.database.read() as session:
        kept = session.get_one(Booking, booking)
        assert (kept.price, kept.ends_at - kept.starts_at) == (Decimal("45.00"), minutes(30))


def test_what_is_retired_is_not_booked_and_what_was_booked_is_not_deleted(desk: Desk) -> None:
    desk.do(ANN, book.book_service, CHECK_UP, at("10:00"))
    desk.do(MAX, retire_service, CHECK_UP)
    with pytest.raises(Conflict, match="not offered any more"):
        desk.do(BOB, book.book_service, CHECK_UP, at("12:00"))
    with desk.database.read() as session:
        assert CHECK_UP not in {each.service_id for each in read_free_times(session, CLINIC, TOMORROW, ANN, NOW).appointments}
    desk.do(MAX, bring_back_service, CHECK_UP)
    desk.do(BOB, book.book_service, CHECK_UP, at("12:00"))
    with pytest.raises(Conflict, match="Retire it instead"):
        desk.do(MAX, delete_service, CHECK_UP)
    desk.do(MAX, delete_service, SURGERY)
    with desk.database.read() as session:
        assert session.scalars(select(ServiceProvider).where(ServiceProvider.service_id == SURGERY)).all() == []


def test_on_a_coarser_grid_no_service_is_left_that_cannot_be_booked(desk: Desk) -> None:
    coarser = {"slot_minutes": 60, "min_minutes": 60, "max_minutes": 180}
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, edit_venue, CLINIC, coarser)
    assert refused.value.fields == {
        "slot_minutes": "Not on this grid: Check-up (30 minutes), Surgery (90 minutes). Change how long they take first."
    }
    desk.do(MAX, retire_service, SURGERY)
    desk.do(MAX, edit_service, CHECK_UP, {"minutes": 60})
    desk.do(MAX, edit_venue, CLINIC, coarser)
    with pytest.raises(Conflict, match="90 minutes"):
        desk.do(MAX, bring_back_service, SURGERY)


def test_a_club_has_no_services(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.do(MAX, add_service, CLUB, NEW | {"providers": []})


def test_leave_closes_whole_days_until_it_is_lifted(desk: Desk) -> None:
    leave = desk.do(MAX, add_leave, DR_VOGEL, "2026-03-03", "2026-03-04", "Congress")
    for day in (TOMORROW, NEXT_DAY):
        with pytest.raises(SlotTaken):
            desk.do(ANN, book.book_service, SURGERY, at("10:00", day))
    desk.do(MAX, lift_leave, leave)
    desk.do(ANN, book.book_service, SURGERY, at("10:00"))


def test_leave_never_lies_over_a_booking_which_is_named(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_service, SURGERY, at("10:00"))
    with pytest.raises(BookingsAffected, match="1 booking in these days") as refused:
        desk.do(MAX, add_leave, DR_VOGEL, "2026-03-02", "2026-03-10", "Congress")
    assert [each.id for each in refused.value.bookings] == [booking]


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("2026-03-05", "2026-03-04", "Away"), ("2026-02-30", "2026-03-04", "Away"), ("2026-03-05", "soon", "Away"),
        ("2026-02-20", "2026-02-21", "Away"), ("2026-03-05", "2026-03-05", " "), ("2026-03-05", "2029-03-05", "Away"),
    ],
)  # fmt: skip
def test_leave_that_cannot_be(desk: Desk, first: str, last: str, reason: str) -> None:
    with pytest.raises((Invalid, RuleViolation)):
        desk.do(MAX, add_leave, DR_VOGEL, first, last, reason)
    with pytest.raises(Invalid):
        desk.do(MAX, add_leave, COURT_1, "2026-03-05", "2026-03-05", "Away")
