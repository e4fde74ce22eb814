"""How many play on a court: booked, changed and read by program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookings.rules.times.zones import iso
from tests.api.conftest import Program
from tests.world.clock import at
from tests.world.people import ANN, SAM
from tests.world.places import CHECK_UP, COURT_1, HAMLET

As = Callable[..., Program]
COURT = {"courtId": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00"))}
WRONG = [0, 9, 1.5, "4", True, [4]]


def test_a_customer_says_how_many_play_and_staff_change_it(as_: As) -> None:
    booking = as_(ANN).post("/api/v1/bookings", {**COURT, "players": 4}).get_json()
    assert booking["players"] == 4
    path = f"/api/admin/bookings/{booking['id']}"
    assert "players" not in as_(SAM).patch(path, {"players": 2}).get_json(), "the flat booking has its seventeen fields"
    for who in (ANN, SAM):
        assert as_(who).get(f"/api/v1/bookings/{booking['id']}").get_json()["players"] == 2


def test_the_dashboard_books_for_a_number_of_players(as_: As) -> None:
    made = as_(SAM).post("/api/admin/bookings/create", {**COURT, "userName": "Dora Neu", "players": 3}).get_json()
    assert as_(SAM).get(f"/api/v1/bookings/{made['id']}").get_json()["players"] == 3


def test_how_many_is_null_where_nobody_gave_it_and_no_field_of_what_is_no_court(as_: As) -> None:
    assert as_(ANN).post("/api/v1/bookings", COURT).get_json()["players"] is None
    for other in ({"serviceId": CHECK_UP, "start": COURT["start"]}, {"eventId": HAMLET, "quantity": 1}):
        assert "players" not in as_(ANN).post("/api/v1/bookings", other).get_json()


@pytest.mark.parametrize("players", WRONG)
def test_a_number_that_cannot_be_is_refused_by_every_call(as_: As, players: Any) -> None:
    booking = as_(ANN).post("/api/v1/bookings", COURT).get_json()
    for refused in (
        as_(ANN).post("/api/v1/bookings", {**COURT, "players": players}),
        as_(SAM).post("/api/admin/bookings/create", {**COURT, "userName": "Dora Neu", "players": players}),
        as_(SAM).patch(f"/api/admin/bookings/{booking['id']}", {"players": players}),
    ):
        assert refused.status_code == 422 and "From 1 to 8" in refused.get_json()["error"]["fields"]["players"]


def test_players_of_what_is_no_court_are_refused_by_name(as_: As) -> None:
    for body in ({"serviceId": CHECK_UP, "start": COURT["start"]}, {"eventId": HAMLET, "quantity": 1}):
        refused = as_(ANN).post("/api/v1/bookings", {**body, "players": 2})
        assert refused.status_code == 422
        assert refused.get_json()["error"]["fields"] == {"players": "This field is not understood here."}
    seats = as_(ANN).post("/api/v1/bookings", {"eventId": HAMLET, "quantity": 1}).get_json()
    refused = as_(SAM).patch(f"/api/admin/bookings/{seats['id']}", {"players": 2})
    assert refused.status_code == 422 and "players" in refused.get_json()["error"]["fields"]
