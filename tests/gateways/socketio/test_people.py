"""S5's words: who is here, who types, who is busy. Claimed identities are ignored, and nothing is passed on unasked."""

from __future__ import annotations

import redis as redis_client

from bookings.desk import book
from bookings.live.presence.channel import CHANNEL
from tests.external import postgres, redis
from tests.gateways.clients import crowd
from tests.gateways.conftest import BOTH_CLIENTS, POLLING, TRANSPORTS, Connect, token_of
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, BOB, SAM, TESS
from tests.world.places import CLUB, COURTS


@BOTH_CLIENTS
@TRANSPORTS
def test_register_answers_who_one_is_whatever_one_claims(connect: Connect, transports: tuple[str, ...]) -> None:
    client = connect(ANN, transports=transports)
    answer = client.ask("register", {"userId": BOB.id, "role": "admin"})
    assert (answer["ok"], answer["userId"], answer["role"]) == (True, ANN.id, "customer")
    assert client.ask("subscribe", {"rooms": ["admin"]})["ok"] is False


def test_colleagues_see_the_first_come_and_the_last_go(connect: Connect) -> None:
    tess, ann = connect(TESS), connect(ANN)
    first, second = connect(SAM), connect(SAM, transports=POLLING)
    assert tess.event("userOnline", userId=SAM.id)["name"] == SAM.name
    first.close()
    second.ask("register")
    second.close()
    tess.event("userOffline", userId=SAM.id)
    assert [name for name, _ in tess.events("userOnline", "userOffline")].count("userOffline") == 1
    ann.ask("register")
    assert ann.events("userOnline", "userOffline") == [], "customers do not learn who works when"


def test_a_customer_who_comes_is_nobodys_business(connect: Connect) -> None:
    tess = connect(TESS)
    connect(BOB)
    connect(SAM)
    tess.event("userOnline", userId=SAM.id)
    assert BOB.id not in str(tess.events())


def test_a_status_is_sent_to_the_colleagues(connect: Connect) -> None:
    tess, sam, ann = connect(TESS), connect(SAM), connect(ANN)
    assert sam.ask("updateStatus", {"status": "available", "userId": ANN.id})["ok"]
    event = tess.event("statusUpdated", status="available")
    assert event["userId"] == SAM.id
    assert ann.ask("updateStatus", {"status": "busy"})["ok"] is False
    for wrong in (None, {}, {"status": ""}, {"status": 1}, {"status": "x" * 41}, {"status": "a\nb"}):
        assert sam.ask("updateStatus", wrong)["ok"] is False
    assert [body["status"] for _, body in tess.events("statusUpdated")] == ["available"]


def test_typing_is_seen_by_the_others_in_the_bookings_room_and_by_nobody_else(served: Served, connect: Connect) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    ann, sam, bob = connect(ANN), connect(SAM), connect(BOB)
    assert ann.ask("typing", {"bookingId": booking})["ok"] is False, "not before one has come in"
    for client in (ann, sam):
        assert client.ask("joinBookingRoom", booking)["ok"]
    assert bob.ask("joinBookingRoom", booking) == {"ok": False, "error": "Not allowed"}
    assert bob.ask("typing", {"bookingId": booking})["ok"] is False
    assert ann.ask("typing", {"userId": BOB.id, "isTyping": True})["rooms"] == [f"booking:{booking}"]
    event = sam.event("userTyping")
    assert (event["bookingId"], event["userId"], event["isTyping"]) == (booking, ANN.id, True)
    assert ann.ask("typing", {"bookingId": booking, "isTyping": False})["ok"]
    assert sam.event("userTyping")["isTyping"] is False
    assert sam.ask("leaveBookingRoom", {"bookingId": booking})["ok"]
    assert ann.ask("typing", {"bookingId": booking})["ok"]
    for client in (ann, sam, bob):
        client.ask("register")
    assert (len(sam.events("userTyping")), ann.events("userTyping"), bob.events("userTyping")) == (2, [], [])


def test_a_client_switches_a_booking_by_the_rules_of_everybody(served: Served, connect: Connect) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[1], present.at("10:00"), present.at("11:00"))
    ann, sam, bob = connect(ANN), connect(SAM), connect(BOB)
    assert sam.ask("joinBookingRoom", {"bookingId": booking})["ok"]
    assert "venue" in ann.ask("bookingUpdate", {"bookingId": booking, "status": "confirmed"})["error"]
    assert bob.ask("bookingUpdate", {"bookingId": booking, "status": "cancelled"})["code"] == "not_found"
    assert sam.ask("bookingUpdate", {"bookingId": booking, "status": "completed"})["code"] == "forbidden_move"
    assert "status" in sam.ask("bookingUpdate", {"bookingId": booking, "status": "danced"})["error"]
    assert sam.ask("bookingUpdate", {"bookingId": booking, "status": "confirmed"}) == {
        "ok": True, "bookingId": booking, "status": "CONFIRMED",
    }  # fmt: skip
    event = sam.event("booking-status-update", bookingId=booking)
    assert (event["status"], event["message"]) == ("confirmed", "Booking has been confirmed by Seehof Tennis")
    assert ann.event("bookingUpdated", bookingId=booking, status="confirmed")
    assert bob.events("bookingUpdated", "booking-status-update") == []
    late = {"bookingId": booking, "status": "checked_in", "expectedStatus": "pending"}
    assert sam.ask("bookingUpdate", late)["code"] == "moved_on"
    assert ann.ask("bookingUpdate", {"bookingId": booking, "status": "cancelled"})["ok"]
    assert sam.ask("bookingUpdate", {"bookingId": booking, "status": "confirmed"})["code"] == "forbidden_move"


def test_two_processes_know_each_others_people(served: Served) -> None:
    with (
        postgres.server() as server,
        redis.server() as redis_url,
        serving(present.fill, database_url=postgres.create_database(server), REDIS_URL=redis_url) as one,
        serving(None, database_url=one.desk.database.url, REDIS_URL=redis_url) as two,
        crowd() as programs,
    ):
        tess = programs.socketio(one.url, token_of(one, TESS))
        tess.event("connected")
        here, there = (programs.socketio(at_.url, token_of(one, SAM)) for at_ in (one, two))
        for client in (here, there):
            client.event("connected")
        tess.event("userOnline", userId=SAM.id)
        with redis_client.Redis.from_url(redis_url) as stranger:
            for nonsense in (
                "[1]",
                "null",
                '"words"',
                "{}",
                '{"process": 1, "rooms": 7, "name": 1, "body": 1}',
                "not json",
            ):
                stranger.publish(CHANNEL, nonsense)
        here.close()
        assert there.ask("updateStatus", {"status": "busy"})["ok"]
        tess.event("statusUpdated", userId=SAM.id)
        booking = one.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
        there.event("booking:created", data__bookingId=booking, clubId=CLUB)
        there.close()
        tess.event("userOffline", userId=SAM.id)
        names = [name for name, body in tess.events("userOnline", "userOffline") if body["userId"] == SAM.id]
        assert names == ["userOnline", "userOffline"]
