"""What programs do with bookings that are made: read them, change their status, take and give back money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import iso
from tests.api.conftest import Program, court
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, NORA, SAM, flat, named
from tests.world.places import CLINIC, CLUB, COURT_1, COURT_2, HAMLET

As = Callable[..., Program]
def test_a_surplus_is_given_back_and_a_wrong_line_taken_back(as_: As, served_desk: Desk) -> None:
    booking = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("12:00"))
    sam, address = as_(SAM), f"/api/v1/bookings/{booking}"
    line = sam.post(f"{address}/payments", {"amount": 52}).get_json()["id"]
    times = {"start": iso(at("10:00")), "end": iso(at("11:00"))}
    sam.patch(f"/api/admin/bookings/{booking}", times)
    read = sam.get(address).get_json()
    assert [read[name] for name in ("paid", "owed", "surplus", "refunded", "cancellationFee")] == [52, 0, 26, 0, 0]
    given = sam.post(f"{address}/refunds", {"amount": 6, "method": "cash"})
    assert (given.status_code, given.get_json()["amount"], given.get_json()["booking"]["surplus"]) == (201, -6, 20)
    assert sam.post(f"{address}/refunds", {"amount": 21}).get_json()["error"]["code"] == "too_much"
    assert sam.post(f"{address}/refunds", {}).get_json()["booking"]["surplus"] == 0
    assert as_(ANN).post(f"{address}/refunds", {}).status_code == 404
    back = given.get_json()["id"]
    assert sam.post(f"{address}/payments/{back}/reverse").get_json()["booking"]["surplus"] == 6
    assert sam.post(f"{address}/payments/{back}/reverse").get_json()["error"]["code"] == "already_reversed"
    ledger = as_(ANN).get(f"{address}/payments").get_json()
    assert [each["amount"] for each in ledger] == [52, -6, -20, 6]
    assert (ledger[0]["id"], ledger[1]["reversed"], ledger[3]["reverses"]) == (line, True, back)
    kept = sam.post(f"{address}/cancel", {"keep": 2.5}).get_json()
    assert [kept[name] for name in ("paymentStatus", "paid", "cancellationFee", "owed", "surplus")] == ["REFUNDED", 2.5, 2.5, 0, 0]


def test_both_sides_read_what_the_rules_would_make_it_cost_and_the_staff_why_it_costs_less(as_: As, served_desk: Desk) -> None:
    booking = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    address = f"/api/v1/bookings/{booking}"
    assert "listPrice" not in as_(SAM).get(address).get_json()
    agreed = as_(SAM).post(f"{address}/price", {"percentOff": 10, "reason": "A regular guest"}).get_json()
    read = ("totalPrice", "listPrice", "priceReason")
    assert [agreed.get(name) for name in read] == [23.4, 26, "A regular guest"]
    assert [as_(ANN).get(address).get_json().get(name) for name in read] == [23.4, 26, None]


def test_each_sees_their_own_bookings_and_staff_those_of_their_venues(as_: As, served_desk: Desk) -> None:
    mine = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    other = served_desk.do(BOB, book_court, COURT_2, at("10:00"), at("11:00"))
    seats = served_desk.do(BOB, book_seats, HAMLET, ["A1"])

    def ids(person: Any, query: str = "") -> set[str]:
        answer = as_(person).get(f"/api/v1/bookings{query}")
        assert answer.status_code == 200
        return {each["id"] for each in answer.get_json()["items"]}

    assert ids(ANN) == {mine}
    assert ids(BOB) == {other, seats}
    assert ids(NORA) == set()
    assert ids(SAM) == ids(ADA) == {mine, other, seats}
    assert ids(SAM, f"?clubId={CLUB}&date={TOMORROW}") == {mine, other}
    assert ids(SAM, f"?date={TODAY}") == set()
    assert ids(SAM, f"?clubId={CLINIC}") == set()
    assert ids(SAM, "?status=pending") == {mine, other, seats}
    assert ids(SAM, "?status=CONFIRMED") == set()
    assert ids(NORA, f"?clubId={CLUB}") == set()


def test_long_lists_come_in_pages(as_: As, served_desk: Desk) -> None:
    ids = [served_desk.do(ANN, book_seats, HAMLET, [f"A{n}"]) for n in range(1, 6)]
    pages = [as_(ANN).get(f"/api/v1/bookings?page={n}&pageSize=2").get_json() for n in (1, 2, 3, 4)]
    assert [len(page["items"]) for page in pages] == [2, 2, 1, 0]
    assert {each["id"] for page in pages for each in page["items"]} == set(ids)
    assert all((page["total"], page["pages"], page["pageSize"]) == (5, 3, 2) for page in pages)


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "pageSize=1000", "status=gone", "date=2026-02-30", "clubId=%00", "page=1e9"]
)
def test_a_query_that_does_not_fit_is_refused_by_field(as_: As, query: str) -> None:
    answer = as_(SAM).get(f"/api/v1/bookings?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.get_json()["error"]["fields"]


def test_the_states_of_a_booking_from_request_to_check_in(as_: As, served_desk: Desk) -> None:
    path = f"/api/v1/bookings/{served_desk.do(ANN, book_court, COURT_1, at('10:00'), at('11:00'))}"
    confirmed = as_(SAM).post(f"{path}/confirm").get_json()
    assert (confirmed["status"], confirmed["version"]) == ("CONFIRMED", 2)
    again = as_(SAM).post(f"{path}/confirm").get_json()
    assert (again["status"], again["version"]) == ("CONFIRMED", 2)
    assert as_(SAM).post(f"{path}/check-in").get_json()["status"] == "CHECKED_IN"
    refused = as_(SAM).post(f"{path}/cancel", {"reason": "rain"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "forbidden_move")


def test_a_customer_cancels_and_may_do_nothing_else(as_: As, served_desk: Desk) -> None:
    path = f"/api/v1/bookings/{served_desk.do(ANN, book_court, COURT_1, at('10:00'), at('11:00'))}"
    for verb in ("confirm", "check-in"):
        assert as_(ANN).post(f"{path}/{verb}").status_code == 403
    assert as_(ANN).post(f"{path}/payments", {"amount": 26}).status_code == 404
    cancelled = as_(ANN).post(f"{path}/cancel", {"reason": "ill"})
    assert cancelled.status_code == 200 and cancelled.get_json()["status"] == "CANCELLED"
    assert cancelled.get_json()["cancelReason"] == "ill"


def test_a_body_is_not_needed_to_cancel(as_: As, served_desk: Desk) -> None:
    booking_id = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    assert as_(ANN).post(f"/api/v1/bookings/{booking_id}/cancel").get_json()["status"] == "CANCELLED"


def test_money_is_taken_at_the_desk_and_given_back_with_the_place(as_: As, served_desk: Desk) -> None:
    path = f"/api/v1/bookings/{served_desk.do(ANN, book_court, COURT_1, at('10:00'), at('11:00'))}"
    first = as_(SAM).post(f"{path}/payments", {"amount": 10.5, "method": "Cash"})
    assert first.status_code == 201
    assert first.get_json()["booking"]["paymentStatus"] == "PARTIAL" and b'"amount":10.50' in first.data
    too_much = as_(SAM).post(f"{path}/payments", {"amount": 100})
    assert (too_much.status_code, too_much.get_json()["error"]["code"]) == (409, "too_much")
    rest = as_(SAM).post(f"{path}/payments", {"amount": 15.5}).get_json()
    assert rest["booking"]["paymentStatus"] == "PAID" and rest["booking"]["paid"] == 26
    assert as_(SAM).post(f"{path}/payments", {"amount": 1}).get_json()["error"]["code"] == "nothing_owed"
    assert as_(SAM).post(f"{path}/cancel").get_json()["paymentStatus"] == "REFUNDED"


@pytest.mark.parametrize("amount", [-1, 0.001, "10", None, True, 10**12, [1], {"a": 1}])
def test_what_is_not_an_amount_is_not_taken(as_: As, served_desk: Desk, amount: Any) -> None:
    booking_id = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    answer = as_(SAM).post(f"/api/v1/bookings/{booking_id}/payments", {"amount": amount})
    assert answer.status_code == 422 and "amount" in answer.get_json()["error"]["fields"]


def test_somebody_elses_booking_is_answered_like_one_that_does_not_exist(as_: As, served_desk: Desk) -> None:
    theirs = served_desk.do(BOB, book_court, COURT_1, at("10:00"), at("11:00"), status=None)
    assert as_(BOB).get(f"/api/v1/bookings/{theirs}").status_code == 200
    for method, verb in (("GET", ""), ("POST", "/confirm"), ("POST", "/check-in"), ("POST", "/cancel")):
        for stranger in (ANN, NORA):
            to_them, to_nothing = (
                as_(stranger)(method, f"/api/v1/bookings/{each}{verb}") for each in (theirs, "nothing")
            )
            assert to_them.status_code == to_nothing.status_code == 404
            assert to_them.data == to_nothing.data
    assert as_(BOB).get(f"/api/v1/bookings/{theirs}").get_json()["status"] == BookingStatus.PENDING


def test_what_the_staff_wrote_down_is_not_shown_to_the_customer(as_: As, served_desk: Desk) -> None:
    booking_id = served_desk.do(
        SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN), note="pays late"
    )
    assert as_(SAM).get(f"/api/v1/bookings/{booking_id}").get_json()["note"] == "pays late"
    assert "pays late" not in as_(ANN).get(f"/api/v1/bookings/{booking_id}").text


def test_neither_sides_note_hides_the_others(as_: As) -> None:
    booking = as_(ANN).post("/api/v1/bookings", court(note="left-handed")).get_json()
    assert booking["note"] == "left-handed" and "customerNote" not in booking
    as_(SAM).patch(f"/api/admin/bookings/{booking['id']}", {"note": "pays late"})
    staff = as_(SAM).get(f"/api/v1/bookings/{booking['id']}").get_json()
    assert (staff["note"], staff["customerNote"]) == ("pays late", "left-handed")
    own = as_(ANN).get(f"/api/v1/bookings/{booking['id']}")
    assert own.get_json()["note"] == "left-handed" and "pays late" not in own.text


def test_a_program_that_confirms_does_not_bring_back_what_the_customer_has_cancelled(as_: As) -> None:
    booking = as_(ANN).post("/api/v1/bookings", court()).get_json()["id"]
    as_(ANN).post(f"/api/v1/bookings/{booking}/cancel")
    for answer in (
        as_(SAM).post(f"/api/v1/bookings/{booking}/confirm"),
        as_(SAM).post(f"/api/v1/bookings/{booking}/confirm", {"expectedStatus": "cancelled"}),
        as_(SAM).patch(f"/api/admin/bookings/{booking}", {"status": "CONFIRMED"}),
        as_(SAM).patch(f"/api/admin/bookings/{booking}", {"bookingStatus": "PENDING"}),
        as_(SAM).post(f"/api/v1/bookings/{booking}/check-in"),
    ):
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "forbidden_move")
    assert as_(ANN).post(f"/api/v1/bookings/{booking}/restore").status_code == 403
    assert as_(BOB).post(f"/api/v1/bookings/{booking}/restore").status_code == 404
    for _ in range(2):
        back = as_(SAM).post(f"/api/v1/bookings/{booking}/restore")
        assert (back.status_code, back.get_json()["status"]) == (200, "CONFIRMED")


def test_a_program_says_in_which_state_it_saw_a_booking(as_: As) -> None:
    booking = as_(ANN).post("/api/v1/bookings", court()).get_json()["id"]
    as_(SAM).post(f"/api/v1/bookings/{booking}/confirm", {"expectedStatus": "PENDING"})
    for answer in (
        as_(ANN).post(f"/api/v1/bookings/{booking}/cancel", {"expectedStatus": "pending"}),
        as_(SAM).patch(f"/api/admin/bookings/{booking}", {"status": "CANCELLED", "expectedStatus": "PENDING"}),
    ):
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "moved_on")
    assert as_(ANN).post(f"/api/v1/bookings/{booking}/cancel", {"expectedStatus": "CONFIRMED"}).status_code == 200


def test_what_lies_days_ahead_is_neither_checked_in_nor_made_so(as_: As) -> None:
    ahead = {"courtId": COURT_1, "start": iso(at("10:00") + timedelta(days=9)), "end": iso(at("11:00") + timedelta(days=9))}
    made = as_(SAM).post("/api/v1/bookings", {**ahead, "customer": {"name": "Wanda"}}).get_json()
    assert made["actions"] == ["PENDING", "CANCELLED"]
    assert as_(SAM).post(f"/api/v1/bookings/{made['id']}/check-in").get_json()["error"]["code"] == "too_early"
    for status in ("CHECKED_IN", "COMPLETED", "NO_SHOW"):
        assert as_(SAM).patch(f"/api/admin/bookings/{made['id']}", {"status": status}).status_code == 409
        refused = as_(SAM).post("/api/admin/bookings/create", {**ahead, **flat(ANN), "courtId": COURT_2, "status": status})
        assert refused.status_code == 422 and "status" in refused.get_json()["error"]["fields"]
