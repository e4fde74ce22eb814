"""Hours, courts, services and leave by calls: what the pages do, with the same answers."""

from __future__ import annotations

from flask import Flask

from bookings.desk import book
from tests.api.conftest import Program, ringside_of, token_of
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, MAX, SAM, named
from tests.world.places import CLINIC, CLUB, COURT_1, DR_AMSEL, OTHER_COURT

VENUE, PRACTICE = f"/api/v1/venues/{CLUB}", f"/api/v1/venues/{CLINIC}"


def test_hours_are_set_and_bookings_outside_named(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    booking = ringside_of(app).desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    day = {"date": str(TOMORROW), "name": "Members’ day"}
    asked = manager("PUT", f"{VENUE}/hours", {"specialDays": [day]})
    assert (asked.status_code, asked.get_json()["error"]["code"]) == (409, "bookings_affected")
    assert [each["id"] for each in asked.get_json()["error"]["bookings"]] == [booking]
    done = manager("PUT", f"{VENUE}/hours", {"specialDays": [day], "goOn": True})
    assert done.get_json()["specialDays"] == [{**day, "yearly": False, "hours": []}]
    wrong = manager("PUT", f"{VENUE}/hours", {"hours": {"0": [["10:00", "25:00"]]}})
    assert (wrong.status_code, "25:00" in wrong.get_json()["error"]["fields"]["hours-0"]) == (422, True)


def test_a_court_is_added_split_and_retired(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    made = manager.post(f"{VENUE}/resources", {"name": "Court 4", "sport": "tennis"}).get_json()
    parts = manager.post(f"{VENUE}/resources/{made['id']}/split", {"names": ["Court 4a", "Court 4b"]}).get_json()["items"]
    assert [(each["name"], each["partOf"]) for each in parts] == [("Court 4a", made["id"]), ("Court 4b", made["id"])]
    alone = manager.patch(f"{VENUE}/resources/{parts[0]['id']}", {"partOf": "", "revision": parts[0]["revision"]})
    assert alone.get_json()["partOf"] is None
    retired = manager("PUT", f"{VENUE}/resources/{made['id']}/retired", {"retired": True})
    assert retired.get_json()["retiredAt"] is not None
    assert manager.patch(f"{VENUE}/resources/{OTHER_COURT}", {"name": "Mine"}).status_code == 404


def test_a_service_and_leave(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    sent = {"name": "X-ray", "minutes": 30, "price": 80, "providers": [DR_AMSEL]}
    made = manager.post(f"{PRACTICE}/services", sent).get_json()
    assert (made["price"], made["providers"], made["bufferAfter"]) == (80.0, [DR_AMSEL], 0)
    assert manager.patch(f"{PRACTICE}/services/{made['id']}", {"bufferAfter": 10}).get_json()["bufferAfter"] == 10
    away = {"resourceId": DR_AMSEL, "first": "2099-03-05", "last": "2099-03-06", "reason": "Congress"}
    leave = manager.post(f"{PRACTICE}/leave", away).get_json()
    assert manager.get(f"{PRACTICE}/leave").get_json()["items"] == [{**away, **leave}]
    assert manager("DELETE", f"{PRACTICE}/leave/{leave['id']}").status_code == 204
