"""Every call that needs a token, and what the five roles are answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from bookings.models import Viewer
from bookings.rules.times.zones import iso
from tests.api.conftest import Program
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, NORA, SAM, flat
from tests.world.places import CLUB, COURT_2, HAMLET

ROLES: dict[str, Viewer] = {
    "owner": ANN,
    "another customer": BOB,
    "staff elsewhere": NORA,
    "staff of the venue": SAM,
    "admin": ADA,
}
Doing = Callable[[Program, str], TestResponse]


def court(day: int = 20) -> dict[str, Any]:
    at_ten = at("10:00", TOMORROW + timedelta(days=day))
    return {"courtId": COURT_2, "start": iso(at_ten), "end": iso(at_ten + timedelta(hours=1))}


def on(path: str, method: str = "GET", body: Any = None) -> Doing:
    return lambda program, booking: program(method, path.replace("{}", booking), body)


def a_flight(program: Program) -> str:
    return f"/api/v1/flights/{program.get('/api/v1/flights').get_json()['items'][0]['id']}"


TOLD = {"userId": ANN.id, "type": "note", "title": "Hello", "message": "Bring a racket"}

# For each call on Ann's booking: what the five roles are answered, in the order of ROLES.
MATRIX: dict[str, tuple[Doing, list[int]]] = {
    "read it": (on("/api/v1/bookings/{}"), [200, 404, 404, 200, 200]),
    "read it as a calendar": (on("/api/v1/bookings/{}/calendar"), [200, 404, 404, 200, 200]),
    "read its conversation": (on("/api/v1/bookings/{}/messages"), [200, 404, 404, 200, 200]),
    "write to the other side": (on("/api/v1/bookings/{}/messages", "POST", {"text": "Hello"}), [201, 404, 404, 201, 201]),
    "mark what was written as read": (on("/api/v1/bookings/{}/messages/read", "POST"), [204, 404, 404, 204, 204]),
    "confirm": (on("/api/v1/bookings/{}/confirm", "POST"), [403, 404, 404, 200, 200]),
    "check in": (on("/api/v1/bookings/{}/check-in", "POST"), [403, 404, 404, 409, 409]),
    "undo what was done": (on("/api/v1/bookings/{}/undo", "POST"), [404, 404, 404, 409, 409]),
    "say that they come": (on("/api/v1/bookings/{}/coming", "POST"), [200, 404, 404, 200, 200]),
    "cancel": (on("/api/v1/bookings/{}/cancel", "POST"), [200, 404, 404, 200, 200]),
    "move an appointment": (on("/api/v1/bookings/{}/reschedule", "POST", {"start": court()["start"]}), [409, 404, 404, 409, 409]),
    "change its places": (on("/api/v1/bookings/{}/places", "POST", {"places": 2}), [409, 404, 404, 409, 409]),
    "propose another time": (on("/api/v1/bookings/{}/proposal", "POST", {"start": court()["start"]}), [404, 404, 404, 409, 409]),
    "take a proposal back": (on("/api/v1/bookings/{}/proposal", "DELETE"), [404, 404, 404, 409, 409]),
    "accept a proposal": (on("/api/v1/bookings/{}/proposal/accept", "POST"), [409, 404, 404, 409, 409]),
    "decline a proposal": (on("/api/v1/bookings/{}/proposal/decline", "POST"), [409, 404, 404, 409, 409]),
    "pay": (on("/api/v1/bookings/{}/payments", "POST", {"amount": 1}), [404, 404, 404, 201, 201]),
    "pay for it online": (on("/api/v1/bookings/{}/checkout", "POST"), [201, 404, 404, 201, 201]),
    "list its shares": (on("/api/v1/bookings/{}/shares"), [200, 404, 404, 200, 200]),
    "split it": (on("/api/v1/bookings/{}/shares", "POST", {"among": 2}), [201, 404, 404, 201, 201]),
    "see what may be chosen of a late payment": (on("/api/v1/bookings/{}/late-payment"), [200, 404, 404, 200, 200]),
    "choose of a late payment": (on("/api/v1/bookings/{}/late-payment", "POST", {"choice": "refund"}), [409, 404, 404, 409, 409]),
    "list mismatches of money": (on("/api/v1/payments/mismatches"), [403, 403, 403, 403, 200]),
    "save mismatches of money": (on("/api/v1/payments/mismatches/csv?kind=unpaid"), [403, 403, 403, 403, 200]),
    "mend a mismatch": (on("/api/v1/payments/mismatches", "POST", {"kind": "refunds", "id": "none", "act": "again"}), [404] * 5),
    "set its price": (on("/api/v1/bookings/{}/price", "POST", {"percentOff": 10, "reason": "A guest"}), [404, 404, 404, 200, 200]),
    "read its travel documents": (on("/api/v1/bookings/{}/documents"), [404, 404, 404, 404, 404]),  # it is no flight
    "write its travel documents": (on("/api/v1/bookings/{}/documents", "PUT", {"documents": []}), [409, 404, 404, 409, 409]),
    "exchange its seats": (on("/api/v1/bookings/{}/seats", "POST", {"give": ["A1"]}), [404, 404, 404, 409, 409]),
    "switch": (on("/api/admin/bookings/{}", "PATCH", {"status": "CONFIRMED"}), [404, 404, 404, 200, 200]),
    "write a note": (on("/api/admin/bookings/{}", "PATCH", {"note": "x"}), [404, 404, 404, 200, 200]),
    "delete": (on("/api/admin/bookings/{}", "DELETE"), [404, 404, 404, 200, 200]),
    "see the club's day": (on(f"/api/admin/bookings?clubId={CLUB}"), [403, 403, 403, 200, 200]),
    "book for others": (
        on("/api/admin/bookings/create", "POST", {**court(), **flat(BOB), "status": "CONFIRMED"}),
        [403, 403, 403, 200, 409],
    ),
    "book for oneself at the club's own call": (
        on("/api/admin/bookings/create", "POST", {**court(21), "userName": "Wanda"}),
        [403, 403, 403, 200, 409],
    ),
    "book for oneself": (on("/api/v1/bookings", "POST", {"eventId": HAMLET, "quantity": 1}), [201, 201, 201, 422, 422]),
    "book for a customer": (
        on("/api/v1/bookings", "POST", {"eventId": HAMLET, "quantity": 1, "customer": {"name": "Wanda"}}),
        [403, 403, 403, 201, 201],
    ),
    "read its ledger": (on("/api/v1/bookings/{}/payments"), [200, 404, 404, 200, 200]),
    "give money back": (on("/api/v1/bookings/{}/refunds", "POST", {}), [404, 404, 404, 409, 409]),
    "take a line back": (on("/api/v1/bookings/{}/payments/none/reverse", "POST"), [404] * 5),
    "list one's calendars": (on("/api/v1/calendars"), [200] * 5),
    "follow one's bookings": (on("/api/v1/calendars", "POST", {}), [201] * 5),
    "follow a venue": (on("/api/v1/calendars", "POST", {"venueId": CLUB}), [404, 404, 404, 201, 201]),
    "revoke a calendar": (on("/api/v1/calendars/none", "DELETE"), [404] * 5),
    "list bookings": (on("/api/v1/bookings"), [200] * 5),
    "list venues": (on("/api/v1/venues"), [200] * 5),
    "read a venue": (on(f"/api/v1/venues/{CLUB}"), [200] * 5),
    "see its figures": (on(f"/api/v1/venues/{CLUB}/figures?span=week"), [404, 404, 404, 200, 200]),
    "see what is free": (on(f"/api/v1/venues/{CLUB}/availability"), [200] * 5),
    "list events": (on("/api/v1/events"), [200] * 5),
    "read an event": (on(f"/api/v1/events/{HAMLET}"), [200] * 5),
    "see its seats": (on(f"/api/v1/events/{HAMLET}/seats"), [200] * 5),
    "see what one waits for": (on("/api/v1/waiting-lists"), [200] * 5),
    "wait for seats that are free": (on(f"/api/v1/events/{HAMLET}/waiting-list", "POST", {"party": 1}), [409] * 5),
    "see who waits": (on(f"/api/v1/events/{HAMLET}/waiting-list"), [404, 404, 404, 200, 200]),
    "leave a waiting list": (on("/api/v1/waiting-lists/9", "DELETE"), [404] * 5),
    "offer seats out of turn": (on("/api/v1/waiting-lists/9/offer", "POST"), [404] * 5),
    "change its capacity": (
        on(f"/api/v1/events/{HAMLET}", "PATCH", {"seatCapacity": 31}),
        [403, 403, 403, 403, 200],
    ),
    "read a door list": (on(f"/api/v1/venues/{CLUB}/door"), [404, 404, 404, 200, 200]),
    "let somebody in": (on(f"/api/v1/venues/{CLUB}/admissions", "POST", {"code": "ZZZZZZ"}), [404] * 5),
    "list flights": (on("/api/v1/flights"), [200] * 5),
    "read a flight": (lambda program, _: program.get(a_flight(program)), [200] * 5),
    "see what may be chosen of a flight": (on("/api/v1/bookings/{}/flight-choice"), [200, 404, 404, 200, 200]),
    "choose of a flight": (on("/api/v1/bookings/{}/flight-choice", "POST", {"choice": "refund"}), [409, 404, 404, 409, 409]),
    "see who has to choose": (
        lambda program, _: program.get(f"{a_flight(program)}/disruption"),
        [404, 404, 404, 200, 200],
    ),
    "read a manifest": (lambda program, _: program.get(f"{a_flight(program)}/passengers"), [404, 404, 404, 200, 200]),
    "board a passenger": (
        lambda program, _: program.post(f"{a_flight(program)}/boarding", {"code": "ABC234", "act": "board"}),
        [404] * 5,
    ),
    "delay a flight": (
        lambda program, _: program.patch(f"{a_flight(program)}/status", {"status": "DELAYED"}),
        [403, 403, 403, 200, 200],
    ),
    "get a ticket": (on("/api/v1/auth/ws-ticket", "POST"), [200] * 5),
    "read one's account": (on("/api/v1/account"), [200] * 5),
    "change one's account": (on("/api/v1/account", "PATCH", {"dateStyle": "iso"}), [200] * 5),
    "change one's address": (on("/api/v1/account/email", "POST", {"email": "x@example.com", "password": "x"}), [422] * 5),
    "change one's password": (on("/api/v1/account/password", "POST", {"old": "x", "new": "another horse 8"}), [422] * 5),
    "read all about oneself": (on("/api/v1/account/data"), [200] * 5),
    "delete one's account": (on("/api/v1/account/delete", "POST", {"password": "x"}), [422] * 5),
    "read one's notifications": (on("/api/v1/notifications"), [200] * 5),
    "mark a notification": (on("/api/v1/notifications/none", "PATCH", {"read": True}), [404] * 5),
    "clear one's notifications": (on("/api/v1/notifications", "DELETE"), [204] * 5),
    "see what reaches oneself": (on("/api/v1/notifications/choices"), [200] * 5),
    "choose what reaches oneself": (
        on("/api/v1/notifications/choices", "PATCH", {"items": [{"kind": "booking", "email": False}]}), [200] * 5,
    ),
    "tell a customer something": (
        lambda program, booking: program("POST", "/api/v1/notifications", {**TOLD, "bookingId": booking}), [403, 403, 404, 201, 201],
    ),
    "sign out": (on("/api/v1/auth/logout", "POST"), [204] * 5),
}
