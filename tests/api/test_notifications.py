"""The four calls for notifications, as the contract has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Viewer
from tests.api.conftest import Program
from tests.world.clock import at
from tests.world.people import ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import COURT_1

As = Callable[[Viewer], Program]

CALLS = "/api/v1/notifications"
MESSAGE = {"userId": ANN.id, "type": "booking_reminder", "title": "Upcoming", "message": "Tomorrow at 3"}


def test_staff_tells_a_customer_something_who_reads_marks_and_clears_it(
    served_desk: Desk, as_: As
) -> None:
    ann, bob, sam = as_(ANN), as_(BOB), as_(SAM)
    booking = served_desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    sent = sam("POST", CALLS, {**MESSAGE, "bookingId": booking})
    assert sent.status_code == 201
    listed = ann.get(CALLS).get_json()
    assert listed["unreadCount"] == 2 and listed["next"] is None
    newest = listed["items"][0]
    assert newest == {
        "id": sent.get_json()["id"], "type": "booking_reminder", "title": "Upcoming", "message": "Tomorrow at 3",
        "bookingId": booking, "venueId": newest["venueId"], "read": False, "createdAt": newest["createdAt"],
    }  # fmt: skip
    first = ann.get(f"{CALLS}?limit=1").get_json()
    assert ann.get(f"{CALLS}?limit=1&before={first['next']}").get_json()["items"] == listed["items"][1:]
    assert ann.patch(f"{CALLS}/{newest['id']}", {"read": True}).get_json() == {**newest, "read": True}
    assert ann.get(CALLS).get_json()["unreadCount"] == 1
    assert bob.patch(f"{CALLS}/{newest['id']}", {"read": True}).status_code == 404
    others = bob.get(CALLS)
    assert others.get_json() == {"items": [], "unreadCount": 0, "next": None}
    assert not any(canary in others.text for canary in canaries(ANN))
    assert ann("DELETE", CALLS).status_code == 204
    assert ann.get(CALLS).get_json()["items"] == []


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"type": "Not A Type"}, "type"),
        ({"type": "x" * 41}, "type"),
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"message": " \n "}, "message"),
        ({"message": "x" * 100_000}, "message"),
        ({"userId": 7}, "userId"),
        ({"userId": "../etc"}, "userId"),
        ({"bookingId": ["x"]}, "bookingId"),
        ({"venueId": "x"}, "venueId"),
        ({"userId": SAM.id}, "userId"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_its_field(
    served_desk: Desk, as_: As, what: dict[str, Any], field: str
) -> None:
    ann, sam = as_(ANN), as_(SAM)
    served_desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    refused = sam("POST", CALLS, {**MESSAGE, **what})
    assert (refused.status_code, list(refused.get_json()["error"]["fields"])) == (422, [field])
    assert len(ann.get(CALLS).get_json()["items"]) == 1


@pytest.mark.parametrize("body", [{}, {"read": "yes"}, {"read": None}, {"read": True, "more": 1}, []])
def test_a_mark_says_true_or_false_and_nothing_else(as_: As, body: Any) -> None:
    assert as_(ANN).patch(f"{CALLS}/none", body).status_code == 422


@pytest.mark.parametrize("query", ["before=x", "limit=0", "limit=101", f"before={'9' * 61}"])
def test_a_place_that_is_none_is_refused(as_: As, query: str) -> None:
    assert as_(ANN).get(f"{CALLS}?{query}").status_code == 422


def test_who_is_no_customer_of_theirs_is_not_found(served_desk: Desk, as_: As) -> None:
    sam = as_(SAM)
    booking = served_desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    for what in ({"userId": BOB.id}, {"userId": BOB.id, "bookingId": booking}, {"userId": NORA.id}, {"bookingId": "none"}):
        refused = sam("POST", CALLS, {**MESSAGE, **what})
        assert refused.status_code == 404 and refused.get_json()["error"]["message"].endswith(".")


CHOICES = f"{CALLS}/choices"


def test_a_program_chooses_what_reaches_its_person(served_desk: Desk, as_: As) -> None:
    ann, sam = as_(ANN), as_(SAM)
    usual = ann.get(CHOICES).get_json()["items"]
    assert {"request", "booking"} - {each["kind"] for each in usual} == {"request"} and all(each["email"] for each in usual)
    chosen = ann.patch(CHOICES, {"items": [{"kind": "message", "page": False, "email": False}, {"kind": "flight", "email": False}]})
    assert chosen.status_code == 200 and ann.get(CHOICES).get_json() == chosen.get_json()
    off = {(each["kind"], name) for each in chosen.get_json()["items"] for name in ("page", "email") if not each[name]}
    assert off == {("message", "page"), ("message", "email"), ("flight", "email")}
    served_desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    refused = sam("POST", CALLS, {**MESSAGE, "type": "note"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "not_wanted")
    assert sam("POST", CALLS, MESSAGE).status_code == 201, "of another kind"


@pytest.mark.parametrize(
    "body",
    [
        {}, {"items": {}}, {"items": [{"kind": "x"}, 1]}, {"items": [{"kind": "nothing", "page": True}]}, {"items": [{"page": True}]},
        {"items": [{"kind": "booking", "page": "yes"}]}, {"items": [{"kind": "booking", "sms": True}]}, {"items": [{"kind": "x"}] * 41},
    ],
)  # fmt: skip
def test_a_choice_that_there_is_not_is_refused(as_: As, body: Any) -> None:
    assert as_(ANN).patch(CHOICES, body).status_code == 422
