"""A Socket.IO client that was away: what it missed is sent again, in order, before what is new, without gap or repetition."""

from __future__ import annotations

import pytest

from bookings.changes.log import MOST
from bookings.desk import book, holds, states
from tests.gateways.clients import Crowd
from tests.gateways.conftest import BOTH_CLIENTS, POLLING, TRANSPORTS, Connect, token_of
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, SAM, TESS
from tests.world.places import CLUB, COURTS, HAMLET


@TRANSPORTS
def test_what_was_missed_is_sent_again(served: Served, connect: Connect, transports: tuple[str, ...]) -> None:
    hour = 6 + 3 * len(transports) + (transports == POLLING)
    first, witness = connect(TESS, transports=transports), connect(SAM)
    first_booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at(f"{hour:02}:00"), present.at(f"{hour + 1:02}:00"))
    last = first.event("booking:created", data__bookingId=first_booking)
    first.close()
    missed = served.desk.do(ANN, book.book_court, COURTS[1], present.at(f"{hour:02}:00"), present.at(f"{hour + 1:02}:00"))
    served.desk.do(SAM, states.confirm, missed)
    back = connect(TESS, transports=transports, auth={"offset": {last["topic"]: last["version"]}})
    served.desk.do(SAM, states.cancel, missed)
    for client in (back, witness):
        client.event("booking:updated", booking__bookingStatus="CANCELLED", data__bookingId=missed)
    theirs = [
        body["version"]
        for _, body in witness.events("booking:created", "booking:updated")
        if body["topic"] == last["topic"]
    ]
    versions = [body["version"] for _, body in back.events("booking:created", "booking:updated")]
    assert versions == [version for version in theirs if version > last["version"]]
    assert len(versions) == 3


@BOTH_CLIENTS
@TRANSPORTS
def test_a_client_that_is_cut_off_comes_back_by_itself(
    served: Served, connect: Connect, transports: tuple[str, ...]
) -> None:
    client = connect(SAM, transports=transports)
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("20:00"), present.at("21:00"))
    created = client.event("booking:created", data__bookingId=booking)
    client.do("options", auth={"token": token_of(served, SAM), "offset": {created["topic"]: created["version"]}})
    client.do("cut")
    client.kind("disconnect")
    served.desk.do(SAM, states.cancel, booking)
    client.event("booking:updated", data__bookingId=booking)  # before it was back or after
    assert client.ask("register")["userId"] == SAM.id
    assert [body["data"]["bookingId"] for _, body in client.events("booking:updated")].count(booking) == 1


def test_a_room_that_is_entered_later_is_sent_again_from_there(served: Served, connect: Connect) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[2], present.at("08:00"), present.at("09:00"))
    served.desk.do(SAM, states.confirm, booking)
    topic = f"booking:{booking}"
    ann = connect(ANN)
    assert ann.ask("joinBookingRoom", {"bookingId": booking, "offset": {topic: 1}})["version"] == 2
    assert [body["status"] for _, body in ann.events("booking-status-update")] == ["confirmed"]
    served.desk.do(SAM, states.check_in, booking)
    assert ann.event("booking-status-update", status="checked_in")["version"] == 3


def test_an_admin_with_the_same_offset_in_two_rooms_is_sent_it_once(served: Served, connect: Connect) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[2], present.at("10:00"), present.at("11:00"))
    ada = connect(ADA, auth={"offset": {f"club:{CLUB}": 0}})
    assert ada.ask("subscribe", {"rooms": ["admin"]})["ok"]
    ada.ask("register")
    assert [body["data"]["bookingId"] for _, body in ada.events("booking:created")].count(booking) == 1


def test_whoever_was_away_too_long_is_sent_a_resync(served: Served, connect: Connect) -> None:
    for n in range(MOST // 2 + 1):
        served.desk.do(ANN, holds.hold_seats, HAMLET, [f"C{n % 10 + 1}"])
        served.desk.do(ANN, holds.drop_seats, HAMLET, [f"C{n % 10 + 1}"])
    ann = connect(ANN, auth={"offset": {f"event:{HAMLET}": 0}})
    assert ann.ask("subscribe", {"rooms": [f"event:{HAMLET}"]})["ok"]
    (resync,) = [body for _, body in ann.events("resync")]
    assert (resync["room"], resync["topic"]) == (f"event:{HAMLET}", f"event:{HAMLET}")
    served.desk.do(ANN, holds.hold_seats, HAMLET, ["B1"])
    assert ann.event("seat_update")["version"] == resync["version"] + 1


@pytest.mark.parametrize("offset", [[], {"user": "x"}, {"a": -1}, {"a": 1.5}, {"a": 10**400}, {"a": None}, 7])
def test_an_offset_that_cannot_be_read_is_refused(served: Served, programs: Crowd, offset: object) -> None:
    client = programs.socketio(served.url, token_of(served, ANN), auth={"offset": offset})
    assert "offset" in client.kind("connect_error")[1]
