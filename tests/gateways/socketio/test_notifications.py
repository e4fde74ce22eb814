"""Notifications over Socket.IO: as they are stored, to whom they are for and nobody else, and the same state in all programs."""

from __future__ import annotations

from bookings.desk import book, states
from bookings.desk.notifications.send import send_notification
from tests.gateways.clients import SocketIo
from tests.gateways.conftest import Connect
from tests.gateways.http_client import Http
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, BOB, NORA, SAM, TESS, canaries
from tests.world.places import COURTS

NAMES = ("notification", "newNotification", "notificationsUpdated")


def ids(client: SocketIo, name: str) -> list[str]:
    return [body["id"] for event, body in client.events() if event == name]


def test_what_staff_does_reaches_the_customers_programs_as_it_is_stored(served: Served, connect: Connect) -> None:
    http = Http(served.url).log_in(ANN)
    ann, room_only, sam, tess, bob, nora = connect(ANN), connect(ANN), connect(SAM), connect(TESS), connect(BOB), connect(NORA)
    assert room_only.ask("subscribe", {"rooms": ["notifications"]})["ok"]
    assert room_only.ask("unsubscribe", {"rooms": [f"user:{ANN.id}"]})["ok"]
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    asked = tess.event("newNotification", type="booking_requested")
    assert asked["bookingId"] == booking and not any(canary in str(asked) for canary in canaries(ANN))
    served.desk.do(SAM, states.confirm, booking)
    told = ann.event("newNotification", bookingId=booking)
    (stored,) = http("GET", "/api/v1/notifications")[1]["items"]
    assert {**stored, **{name: told[name] for name in ("topic", "version")}, "unreadCount": 1} == told
    assert room_only.event("notification")["id"] == told["id"]
    sent = served.desk.do(SAM, send_notification, ANN.id, "note", "Hello", "Bring a racket", booking)
    for client in (ann, room_only):
        assert client.event("notification", id=sent)["title"] == "Hello"
    # Marked on one, known on all; another's programs hear nothing of any of it.
    assert http("PATCH", f"/api/v1/notifications/{sent}", {"read": True})[0] == 200
    for client in (ann, room_only):
        assert client.event("notificationsUpdated", action="read")["ids"] == [sent]
    assert http("DELETE", "/api/v1/notifications")[0] == 204
    for client in (ann, room_only):
        assert client.event("notificationsUpdated", action="cleared")["unreadCount"] == 0
    assert not [name for name, _ in room_only.events() if name not in (*NAMES, "connected")]
    assert ids(ann, "notification") == ids(ann, "newNotification") == [stored["id"], sent]
    last = served.desk.do(SAM, book.book_court, COURTS[1], present.at("10:00"), present.at("11:00"), customer={"id": ANN.id})
    sam.event("booking:created", booking__id=last)
    for client in (bob, nora):
        assert not [name for name, _ in client.events() if name in NAMES]
    own = [body for name, body in sam.events() if name in NAMES]
    assert {body.get("type", body.get("action")) for body in own} == {"booking_requested", "answered"}


def test_who_comes_back_is_sent_what_there_is_still_and_once(served: Served, connect: Connect) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[2], present.at("12:00"), present.at("13:00"))
    first = connect(ANN)
    served.desk.do(SAM, states.confirm, booking)
    known = first.event("newNotification", bookingId=booking)
    first.close()
    served.desk.do(SAM, states.check_in, booking)
    served.desk.do(SAM, send_notification, ANN.id, "note", "Hello", "Come", booking)
    back = connect(ANN, auth={"offset": {known["topic"]: known["version"]}})
    assert back.ask("subscribe", {"rooms": ["notifications"]})["ok"]
    told = [body["title"] for name, body in back.events() if name == "newNotification"]
    assert told == ["Hello"] and len(ids(back, "notification")) == 1
