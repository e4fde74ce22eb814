"""Programs choose for a booking whose flight is disrupted, and its airline's read whose choice is missing."""

from __future__ import annotations

from collections.abc import Callable

from bookings.administration.events.copy import copy_event
from bookings.desk import Desk, book
from bookings.desk.events.flight_status import operate_flight
from bookings.models import Viewer
from tests.api.conftest import Program, refused
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, MAX, SAM
from tests.world.places import FLIGHT, RS_101


def test_a_booking_of_a_disrupted_flight(served_desk: Desk, as_: Callable[[Viewer], Program]) -> None:
    ann, sam, do = as_(ANN), as_(SAM), served_desk.do
    do(MAX, copy_event, FLIGHT, "2026-03-04 15:00")
    booking = do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"])
    choice, waiting = f"/api/v1/bookings/{booking}/flight-choice", f"/api/v1/flights/{RS_101}/disruption"
    assert ann.get(choice).get_json()["choices"] == [] and sam.get(waiting).get_json()["disruption"] is None
    assert refused(ann.post(choice, {"choice": "keep"})) == (409, "not_disrupted")
    do(SAM, operate_flight, RS_101, {"status": "DELAYED", "estimated_departure": "2026-03-04T10:00"})
    found = ann.get(choice).get_json()
    expected = found["disruption"]["expectedDeparture"]
    assert found["choices"] == ["keep", "change", "refund"] and expected == "2026-03-04T09:00:00.000Z"
    [other] = found["flights"]
    assert (other["flightNumber"], other["departure"]) == ("RS 101", "2026-03-04T14:00:00.000Z")
    listed = sam.get(waiting).get_json()
    assert [each["bookingId"] for each in listed["items"]] == [booking] and listed["counts"]["waiting"] == 1
    assert refused(ann.post(choice, {"choice": "keep", "expectedDeparture": "2026-03-04T08:00:00Z"})) == (409, "moved_on")
    for wrong in ({"choice": "change"}, {"choice": "fly"}, {}, {"choice": "keep", "expectedDeparture": "soon"}):
        assert ann.post(choice, wrong).status_code == 422, wrong
    assert ann.post(choice, {"choice": "keep", "expectedDeparture": expected}).status_code == 200
    assert sam.get(f"{waiting}?state=keep").get_json()["items"][0]["chosenBy"] == "the customer"
    do(SAM, operate_flight, RS_101, {"status": "CANCELLED"})
    assert ann.get(choice).get_json()["choices"] == ["change", "refund"]
    moved = ann.post(choice, {"choice": "change", "flightId": other["flightId"]}).get_json()
    assert (moved["flightId"], moved["start"]) == (other["flightId"], other["departure"])
    assert sam.get(f"{waiting}?state=change").get_json()["items"][0]["toFlightNumber"] == "RS 101"
