"""Programs set up events, flights and seat plans as the pages do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookings.models import Viewer
from tests.api.conftest import Program
from tests.world.people import ANN, MAX
from tests.world.places import AIRLINE, HAMLET, THEATRE

PLAN = "Stalls, price A 48.00\nA 1-5\nStanding, price C 24.00, 3 places"
NEW: dict[str, Any] = {"title": "Macbeth", "start": "2026-03-10T19:30", "end": "2026-03-10T21:00:00Z", "plan": PLAN}


def test_an_event_is_made_changed_and_cancelled(as_: Callable[[Viewer], Program]) -> None:
    manager, customer = as_(MAX), as_(ANN)
    made = manager("POST", f"/api/v1/venues/{THEATRE}/events", NEW)
    assert made.status_code == 201
    event = made.get_json()
    assert (event["start"], event["seatCapacity"], event["plan"]) == ("2026-03-10T18:30:00.000Z", 8, PLAN)
    address = f"/api/v1/events/{event['id']}"
    booked = customer("POST", "/api/v1/bookings", {"eventId": event["id"], "seats": ["A5", "STAND-1"]}).get_json()
    assert booked["status"] == "PENDING"
    lost = manager("PATCH", address, {"plan": PLAN.replace("1-5", "1-4")})
    assert lost.status_code == 422 and "A5" in lost.get_json()["error"]["fields"]["plan"]
    changed = manager("PATCH", address, {"onSaleUntil": "2026-03-10T18:00", "description": "With an interval."})
    assert changed.status_code == 200
    setup = manager("GET", f"{address}/setup").get_json()
    assert (
        setup["seatsInUse"] == {"A5": "sold", "STAND-1": "sold"} and setup["onSaleUntil"] == "2026-03-10T17:00:00.000Z"
    )
    stale = manager("PATCH", address, {"title": "M", "revision": event["revision"]})
    assert stale.get_json()["error"]["code"] == "changed_meanwhile"
    assert manager("POST", f"{address}/cancel", {"reason": "Ill"}).get_json()["cancelledAt"]
    assert customer("GET", f"/api/v1/bookings/{booked['id']}").get_json()["status"] == "CANCELLED"
    refused = customer("POST", "/api/v1/bookings", {"eventId": event["id"], "seats": ["A1"]})
    assert refused.status_code == 409 and refused.get_json()["error"]["code"] == "cancelled"


def test_refusals_name_the_fields_as_the_program_did(as_: Callable[[Viewer], Program]) -> None:
    refused = as_(MAX)("POST", f"/api/v1/venues/{THEATRE}/events", {**NEW, "start": "soon", "seatsPerBasket": 0})
    assert set(refused.get_json()["error"]["fields"]) == {"start", "seatsPerBasket"}
    alone = as_(MAX)("PATCH", f"/api/v1/events/{HAMLET}", {"seatCapacity": 40, "title": "Hamlet"})
    assert alone.get_json()["error"]["fields"] == {"seatCapacity": "goes alone"}


def test_copies_closures_and_plans(as_: Callable[[Viewer], Program]) -> None:
    manager = as_(MAX)
    address = f"/api/v1/events/{HAMLET}"
    looked = manager("POST", f"{address}/copies", {"dates": ["2026-03-20", "2026-01-01"], "dryRun": True}).get_json()
    assert [each["problem"] for each in looked["dates"]] == ["", "This is past."] and looked["made"] == []
    assert len(manager("POST", f"{address}/copies", {"dates": ["2026-03-20", "2026-03-21"]}).get_json()["made"]) == 2
    closed = manager("POST", f"{address}/closed-seats", {"seats": "A1-A2", "reason": "Camera"}).get_json()[
        "closedSeats"
    ]
    assert closed[0]["seats"] == ["A1", "A2"]
    assert manager("DELETE", f"{address}/closed-seats/{closed[0]['id']}").status_code == 204
    plans = f"/api/v1/venues/{THEATRE}/seat-plans"
    checked = manager("POST", f"{plans}/check", {"plan": "Hall, price A 5\nA 1-4 4"}).get_json()
    assert checked["faults"] == [
        {"line": 2, "message": "Row A: 4 stands twice. Seat 5 is missing.", "mended": "A 1-4 5"}
    ]
    plan = manager("POST", plans, {"name": "Hall", "plan": PLAN}).get_json()
    assert manager("PATCH", f"/api/v1/seat-plans/{plan['id']}", {"name": "Small hall"}).get_json()["plan"] == PLAN
    assert manager("GET", plans).get_json()["items"][0]["name"] == "Small hall"
    made = manager("POST", f"/api/v1/venues/{THEATRE}/events", {**NEW, "plan": None, "seatPlanId": plan["id"]})
    assert made.get_json()["seatCapacity"] == 8
    assert manager("DELETE", f"/api/v1/seat-plans/{plan['id']}").status_code == 204


def test_a_flight_is_made_and_expected_later(as_: Callable[[Viewer], Program]) -> None:
    manager = as_(MAX)
    flight = {
        "flightNumber": "rs9", "origin": "ZRH", "destination": "LIS", "destinationZone": "Europe/Lisbon",
        "start": "2026-03-10T07:00", "end": "2026-03-10T09:00", "plan": "Economy, price Y 129.00\n1-20 ABC DEF",
    }  # fmt: skip
    made = manager("POST", f"/api/v1/venues/{AIRLINE}/flights", flight).get_json()
    assert (made["flightNumber"], made["end"], made["seatCapacity"]) == ("RS 9", "2026-03-10T09:00:00.000Z", 120)
    later = manager(
        "PATCH", f"/api/v1/flights/{made['flightId']}", {"estimatedDeparture": "2026-03-10T08:00", "gate": "b2"}
    )
    assert (later.get_json()["estimatedDeparture"], later.get_json()["gate"]) == ("2026-03-10T07:00:00.000Z", "B2")
