"""Setting rules of the venue aside by program: who may, what a refusal says of it, and who reads it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookings.models import Viewer
from bookings.rules.times.zones import iso
from tests.api.conftest import Program, court
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import CHECK_UP, COURT_2, DR_VOGEL, HAMLET

As = Callable[..., Program]

AT_SIX = {"start": iso(at("06:00")), "end": iso(at("07:00"))}
WHY = {"reason": "The regional final"}
EARLY: dict[str, dict[str, Any]] = {
    "court": {"path": "/api/v1/bookings", **court("06:00", "07:00"), "customer": named(ANN)},
    "appointment": {
        "path": "/api/v1/bookings", "serviceId": CHECK_UP, "start": AT_SIX["start"], "providerId": DR_VOGEL, "customer": named(ANN),
    },
    "operations": {"path": "/api/admin/bookings/create", "courtId": COURT_2, **AT_SIX, "userName": "Wanda"},
}  # fmt: skip


def sent(program: Program, kind: str, **more: Any) -> Any:
    body = {**EARLY[kind], **more}
    return program.post(body.pop("path"), body)


@pytest.mark.parametrize("kind", EARLY)
def test_only_who_manages_the_venue_is_told_that_it_can_be_set_aside_and_does_it(as_: As, kind: str) -> None:
    for who in (BOB, NORA, SAM):
        assert "overridable" not in sent(as_(who), kind).get_json()["error"]
        assert sent(as_(who), kind, override=WHY).status_code == 403
    refused = sent(as_(MAX), kind)
    assert refused.status_code == 422
    assert (refused.get_json()["error"]["code"], refused.get_json()["error"]["overridable"]) == ("outside_hours", True)
    for missing in ({"reason": "  "}, {}, {"reason": None}):
        assert sent(as_(MAX), kind, override=missing).get_json()["error"]["fields"].keys() == {"override.reason"}
    assert sent(as_(MAX), kind, override=WHY).status_code in (200, 201)


def test_staff_read_what_was_set_aside_and_the_customer_does_not(as_: As) -> None:
    booked = sent(as_(ADA), "court", override=WHY).get_json()
    assert booked["override"] == {"rules": ["outside_hours"], **WHY}
    for who, there in ((SAM, True), (ANN, False)):
        assert ("override" in as_(who).get(f"/api/v1/bookings/{booked['id']}").get_json()) is there
    assert as_(MAX).post("/api/v1/bookings", {**court(courtId=COURT_2), "customer": named(ANN)}).get_json()["override"] is None


@pytest.mark.parametrize(("who", "answers"), [(SAM, 403), (MAX, 200), (ADA, 200), (NORA, 404), (ANN, 404)])
def test_a_booking_is_moved_in_spite_of_the_rules(as_: As, who: Viewer, answers: int) -> None:
    booked = as_(SAM).post("/api/v1/bookings", {**court(), "customer": named(ANN)}).get_json()
    path = f"/api/admin/bookings/{booked['id']}"
    assert as_(MAX).patch(path, AT_SIX).get_json()["error"]["overridable"]
    assert as_(MAX).patch(path, {"note": "x", "override": WHY}).status_code == 422
    assert as_(who).patch(path, {**AT_SIX, "override": WHY}).status_code == answers


def test_a_taken_seat_is_no_rule_that_is_set_aside(as_: As) -> None:
    ask = {"eventId": HAMLET, "seats": ["A1"], "customer": named(ANN), "override": WHY}
    assert as_(MAX).post("/api/v1/bookings", ask).status_code == 201
    again = as_(MAX).post("/api/v1/bookings", ask).get_json()["error"]
    assert again["code"] == "seat_taken" and "overridable" not in again
