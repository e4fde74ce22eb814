"""What customers answer to a reminder by a program, and what staff keeps from them."""

from __future__ import annotations

from collections.abc import Callable

from bookings.rules.times.zones import iso
from tests.api.conftest import Program, court
from tests.world.clock import at
from tests.world.people import ANN, SAM

As = Callable[..., Program]


def test_a_customer_says_that_they_come_and_staff_say_that_nobody_is_to_be_told(as_: As) -> None:
    made = as_(ANN).post("/api/v1/bookings", court("10:00", "11:00")).get_json()
    address = f"/api/v1/bookings/{made['id']}"
    assert made["comingAt"] is None and as_(ANN).post(f"{address}/coming").get_json()["comingAt"]
    assert as_(SAM).post(f"{address}/coming").get_json()["error"]["code"] == "already_said"
    as_(SAM).post(f"{address}/confirm", {"notify": False})
    as_(SAM).patch(f"/api/admin/bookings/{made['id']}", {"start": iso(at("12:00")), "end": iso(at("13:00")), "notify": False})
    assert as_(ANN).get("/api/v1/notifications").get_json()["unreadCount"] == 0
    assert as_(SAM).post(f"{address}/check-in", {"notify": "no"}).status_code == 422
    as_(SAM).post(f"{address}/cancel", {"reason": "Rain"})
    assert as_(ANN).get("/api/v1/notifications").get_json()["unreadCount"] == 1
    assert as_(ANN).get(address).get_json()["comingAt"] is None
