"""What is sent of a booking's life, to whom, under which names; once each, in order, with its version."""

from __future__ import annotations

from bookings.administration.resources import split_resource
from bookings.desk import book, states
from bookings.desk.delete import delete_booking
from bookings.desk.events import flight_status
from bookings.desk.money import pay
from bookings.desk.money.price import set_price
from bookings.rules.status import BookingStatus, FlightStatus
from tests import records
from tests.gateways.conftest import BOTH_CLIENTS, TRANSPORTS, Connect
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, BOB, MAX, PIA, SAM, named
from tests.world.places import AIRLINE, CLUB, COURTS, HAMLET, RS_101

PASSENGER = {"type": "ADULT", "title": "Mr", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}
CONTACT = {"email": "test@example.com", "phone": "+1234567890"}


@BOTH_CLIENTS
@TRANSPORTS
def test_a_customer_receives_the_whole_life_of_a_booking_in_order(
    served: Served, connect: Connect, transports: tuple[str, ...]
) -> None:
    ann = connect(ANN, transports=transports)
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    served.desk.do(SAM, pay.take_payment, booking)
    served.desk.do(SAM, states.check_in, booking)
    served.desk.do(SAM, states.switch, booking, BookingStatus.CONFIRMED)
    served.desk.do(SAM, states.cancel, booking)
    last = ann.event("booking:cancelled", data__bookingId=booking)
    ann.event("newNotification", bookingId=booking, type="booking_cancelled")
    mine = [(name, body) for name, body in ann.events() if body.get("data", {}).get("bookingId") == booking]
    assert [name for name, _ in mine if name != "booking:updated"] == [
        "booking:created",
        "payment:completed",
        "booking:confirmed",
        "booking:confirmed",
        "booking:cancelled",
    ]
    assert [body["data"]["status"] for name, body in mine if name == "booking:updated"][0] == "CHECKED_IN"
    created, paid = mine[0][1], mine[1][1]
    assert created["event"] == "BOOKING_CREATED" and created["data"]["totalPrice"] == 26.0
    assert paid["event"] == "PAYMENT_COMPLETED"
    assert {**paid["data"], "amount": 26.0, "currency": "CHF", "status": "SUCCEEDED"} == paid["data"]
    assert last["event"] == "BOOKING_CANCELLED" and last["data"]["cancelledAt"].endswith("Z")
    versions = [body["version"] for _, body in mine]
    assert versions == sorted(set(versions)) and {body["topic"] for _, body in mine} == {f"user:{ANN.id}"}


def test_a_club_receives_every_change_with_what_was_before(served: Served, connect: Connect) -> None:
    sam = connect(SAM)
    booking = served.desk.do(ANN, book.book_court, COURTS[1], present.at("10:00"), present.at("11:00"))
    created = sam.event("booking:created", booking__id=booking)
    assert (created["clubId"], created["courtId"]) == (CLUB, COURTS[1])
    assert len(created["booking"]) == 17 and created["booking"]["userName"] == ANN.name
    served.desk.do(SAM, states.confirm, booking)
    updated = sam.event("booking:updated", booking__id=booking)
    assert (updated["previousStatus"], updated["booking"]["bookingStatus"]) == ("PENDING", "CONFIRMED")
    served.desk.do(SAM, states.cancel, booking)
    assert sam.event("booking:updated", booking__id=booking)["booking"]["bookingStatus"] == "CANCELLED"
    served.desk.do(SAM, delete_booking, booking)
    deleted = sam.event("booking:deleted", bookingId=booking)
    assert (deleted["clubId"], deleted["courtId"]) == (CLUB, COURTS[1])
    assert sam.events("booking:confirmed", "booking:cancelled") == [], "those are for the customer"


def test_an_agreed_price_is_sent_with_the_one_of_the_rules_and_its_reason_to_the_staff_alone(
    served: Served, connect: Connect
) -> None:
    sam, ann = connect(SAM), connect(ANN)
    booking = served.desk.do(ANN, book.book_court, COURTS[1], present.at("18:00"), present.at("19:00"))
    served.desk.do(SAM, set_price, booking, "10 %", "A regular guest")
    own = ann.event("booking:updated", data__bookingId=booking)["data"]
    of_the_club = sam.event("booking:updated", booking__id=booking)["data"]
    assert own["listPrice"] > own["totalPrice"] and "priceReason" not in own
    assert of_the_club.items() >= {"listPrice": own["listPrice"], "priceReason": "A regular guest"}.items()


def test_a_booking_of_a_court_names_those_that_it_closes(served: Served, connect: Connect) -> None:
    sam, ann = connect(SAM), connect(ANN)
    parts = served.desk.do(MAX, split_resource, COURTS[2], ["Half a", "Half b"])
    whole = served.desk.do(ANN, book.book_court, COURTS[2], present.at("20:00"), present.at("21:00"))
    for client in (sam, ann):
        assert client.event("booking:created", booking__id=whole)["excludedCourtIds"] == list(parts)
    half = served.desk.do(SAM, book.book_court, parts[0], present.at("18:00"), present.at("19:00"), customer=named(ANN))
    assert sam.event("booking:created", booking__id=half)["excludedCourtIds"] == [COURTS[2]]


def test_staff_who_book_for_somebody_else_receive_it_as_the_club_does(served: Served, connect: Connect) -> None:
    sam, ann = connect(SAM), connect(ANN)
    booking = served.desk.do(SAM, book.book_court, COURTS[1], present.at("16:00"), present.at("17:00"), customer=named(ANN))
    sam.event("booking:created", booking__id=booking)
    ann.event("booking:created", booking__id=booking)


def test_whoever_is_in_several_rooms_receives_each_thing_once(served: Served, connect: Connect) -> None:
    ada, sam = connect(ADA), connect(SAM)
    assert ada.ask("subscribe", {"rooms": ["admin", "notifications", "analytics"]})["ok"]
    # Sam books for himself: he is the customer, and he works there.
    booking = served.desk.do(SAM, book.book_court, COURTS[2], present.at("12:00"), present.at("13:00"), customer=named(SAM))
    served.desk.do(SAM, states.cancel, booking)
    for client in (ada, sam):
        client.event("booking:cancelled", data__bookingId=booking)
    # The last change of all reaches both, after everything of the first booking.
    end = served.desk.do(BOB, book.book_court, COURTS[2], present.at("14:00"), present.at("15:00"))
    for client in (ada, sam):
        client.event("booking:created", data__bookingId=end)
        names = [name for name, body in client.events() if body.get("data", {}).get("bookingId") == booking]
        assert sorted(names) == ["booking:cancelled", "booking:created", "booking:updated"], (
            "the last is the club's word"
        )
    analytics = ada.event("analytics", clubId=CLUB)
    assert set(analytics) >= {"bookings", "occupancy", "revenue", "currency", "date"}


def test_a_flight_that_is_late_is_sent_to_each_passenger_with_their_own_booking_only(served: Served, connect: Connect) -> None:
    ann, bob, ada, pia = connect(ANN), connect(BOB), connect(ADA), connect(PIA)
    assert ada.ask("subscribe", {"rooms": ["admin"]})["ok"]
    anns = served.desk.do(ANN, book.book_flight, RS_101, "ECONOMY", [PASSENGER], CONTACT)
    bobs = served.desk.do(BOB, book.book_flight, RS_101, "ECONOMY", [PASSENGER], CONTACT)
    data = ann.event("booking:created", data__bookingId=anns)["data"]
    assert (data["flightNumber"], data["origin"], data["destination"]) == ("RS 101", "ZRH", "OSL")
    assert (data["totalPrice"], data["currency"], data["passengerCount"], data["status"]) == (
        129.0,
        "CHF",
        1,
        "PENDING",
    )
    (seat,) = records.booking(served.desk.database, anns).seats
    served.desk.do(ANN, book.exchange_seats, anns, [seat["label"]], ["2C"])
    assert ann.event("booking:updated", data__bookingId=anns)["event"] == "BOOKING_UPDATED"
    served.desk.do(ADA, flight_status.change_flight_status, RS_101, FlightStatus.DELAYED)
    for client, booking in ((ann, anns), (bob, bobs)):
        late = client.event("flight:status-changed")
        assert late["event"] == "FLIGHT_STATUS_CHANGED"
        assert (late["data"]["oldStatus"], late["data"]["newStatus"]) == ("SCHEDULED", "DELAYED")
        assert late["data"]["affectedBookings"] == [booking]
    assert sorted(ada.event("flight:status-changed")["data"]["affectedBookings"]) == sorted([anns, bobs])
    assert bobs not in str(ann.received) and anns not in str(bob.received)
    assert [body["clubId"] for _, body in pia.events("analytics")] == [], "she did not ask for figures"
    assert pia.ask("subscribe", {"rooms": ["analytics"]})["ok"]
    assert {body["clubId"] for _, body in pia.events("analytics")} == {AIRLINE}


@TRANSPORTS
def test_an_events_room_receives_counts_and_versions_and_nothing_about_who(
    served: Served, connect: Connect, transports: tuple[str, ...]
) -> None:
    bob = connect(BOB, transports=transports)
    assert bob.ask("subscribe", {"rooms": [f"event:{HAMLET}"]})["ok"]
    booking = served.desk.do(ANN, book.book_seats, HAMLET, None, quantity=1)
    created, update = bob.event("booking_created"), bob.event("seat_update")
    assert created["version"] == update["version"] and created["availableSeats"] == update["availableSeats"]
    served.desk.do(ANN, states.cancel, booking)
    gone, after = bob.event("booking_cancelled"), bob.event("seat_update")
    assert gone["version"] == after["version"] == update["version"] + 1
    assert after["availableSeats"] == update["availableSeats"] + 1
    for message in (created, update, gone, after):
        assert set(message) <= {"type", "eventId", "availableSeats", "seatCapacity", "version", "timestamp", "topic"}
