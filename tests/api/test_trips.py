"""Programs find a booked flight by its code and a family name, without a token."""

from __future__ import annotations

from bookings.desk import Desk
from bookings.desk.book import book_flight
from tests import records
from tests.api.conftest import Program
from tests.world.people import ANN, ANN_FLIES
from tests.world.places import RS_101

TIM = {"type": "INFANT", "firstName": "Tim", "lastName": "Müller", "dateOfBirth": "2025-05-05"}


def test_a_trip_says_who_flies_when_and_from_where(nobody: Program, served_desk: Desk) -> None:
    booking = served_desk.do(ANN, book_flight, RS_101, "economy", [ANN_FLIES, TIM], {"email": "canary@example.com"}, seats=["1A"])
    code, stranger = records.booking(served_desk.database, booking).pnr, nobody
    found = stranger("POST", "/api/v1/trips", {"pnr": code.lower(), "lastName": "MULLER"})
    trip = found.get_json()
    assert found.status_code == 200 and "canary" not in found.text and "price" not in found.text.lower()
    assert (trip["flightNumber"], trip["origin"], trip["destination"], trip["localDeparture"][-5:]) == ("RS 101", "ZRH", "OSL", "07:10")
    assert [(each["lastName"], each["seat"]) for each in trip["passengers"]] == [("Canarini", "1A"), ("Müller", None)]
    for pnr, name in ((code, "Finch"), ("ABC234", "Müller")):
        refused = stranger("POST", "/api/v1/trips", {"pnr": pnr, "lastName": name})
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (404, "not_found")
    assert stranger("POST", "/api/v1/trips", {"pnr": code, "lastName": "x" * 100_000}).status_code == 422
