"""What no client of good will would send to Socket.IO: each has its answer, and nobody else notices."""

from __future__ import annotations

import http.client
import json

import jwt
import pytest

from bookings.desk import book, holds, states
from bookings.gateways.socketio.protocol.poll_queue import MAX_PACKETS
from tests import server_process
from tests.gateways.clients import Crowd
from tests.gateways.conftest import Connect, pair_of, token_of
from tests.server_process import Served
from tests.sockets.raw_socket import BINARY, RawSocket
from tests.world import present
from tests.world.people import ANN, BOB, SAM
from tests.world.places import COURTS, HAMLET

ADDRESS = "/socket.io/?EIO=4&transport=websocket"


def opened(served: Served, token: str) -> RawSocket:
    """Past the handshakes of both protocols."""
    client = RawSocket(served.port, ADDRESS)
    assert client.text().startswith("0{")
    client.say(f"40{json.dumps({'token': token})}")
    while not client.text().startswith('42["connected"'):
        pass
    return client


def test_no_forged_token_authenticates(served: Served, programs: Crowd) -> None:
    pair = pair_of(served, BOB)[1]
    claims = jwt.decode(pair.access, server_process.SECRET, algorithms=["HS256"], issuer="ringside", audience="ringside")
    forged = [
        jwt.encode(claims, None, algorithm="none"),
        jwt.encode(claims, "another secret, also longer than thirty-two letters", algorithm="HS256"),
        jwt.encode({**claims, "exp": claims["iat"] - 60}, server_process.SECRET, algorithm="HS256"),
        pair.refresh,
        "A" * 5000,
    ]
    for token in (*forged, 7, True, ["x"], {"a": 1}):
        client = programs.socketio(served.url, token)  # type: ignore[arg-type]
        assert client.kind("connect_error") == ["connect_error", "Invalid token"]
    assert "eyJ" not in served.log


UNREADABLE = [
    "", "9", "hello", "4", "4x", "42", "42{}", "42[]", "42[7]", '42[["a"]]', '42["connect"]', '42["disconnect"]',
    '451-["a",{"_placeholder":true,"num":0}]', "46", '44{"message":"x"}', "42[" * 5000, '42["typing",' + "9" * 400,
    '42["typing",NaN]', "42" + "[" * 10_000 + "]" * 10_000, "4²[]", "5", "6", "0{}", "\x00", "2probe",
]  # fmt: skip


@pytest.mark.parametrize("packet", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_no_packet_ends_the_connection(served: Served, packet: str) -> None:
    with opened(served, token_of(served, BOB)) as client:
        client.say(packet)
        assert client.goodbye().code in (1008, 1009)


def test_too_large_and_binary_end_the_connection(served: Served) -> None:
    for opcode, payload, code in ((1, b'42["typing","' + b"x" * 1_000_000 + b'"]', 1009), (BINARY, b"\x04\x00", 1003)):
        with opened(served, token_of(served, BOB)) as client:
            client.send(opcode, payload)
            assert client.goodbye().code == code


def test_a_number_of_four_hundred_digits_is_only_wrong(connect: Connect) -> None:
    client = connect(BOB)
    assert client.ask("joinBookingRoom", 10**400)["ok"] is False
    assert client.ask("subscribe", {"rooms": ["event:" + "9" * 100]})["refused"]
    assert client.ask("customEvent", {"message": "Hello server!"}) == {"ok": False, "error": "Unknown event"}
    assert client.ask("typing")["ok"] is False
    assert client.ask("typing", {"bookingId": {"a": 1}}, 2, 3, 4)["ok"] is False


def test_whoever_floods_is_cut_and_nobody_else_notices(served: Served, connect: Connect, programs: Crowd) -> None:
    watching = connect(SAM)
    with opened(served, token_of(served, BOB)) as flood:
        for _ in range(1000):
            flood.say('42["typing",{}]')
        assert flood.goodbye().code == 1008
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    watching.event("booking:created", data__bookingId=booking)
    served.desk.do(ANN, states.cancel, booking)


def test_nothing_is_done_for_whoever_is_not_authenticated(served: Served) -> None:
    with RawSocket(served.port, ADDRESS) as client:
        client.text()
        client.say('420["subscribe",{"rooms":["admin"]}]')
        client.say("40/admin,")
        assert client.text().startswith("44/admin,")
        client.say("40")
        assert "Authentication required" in client.text()


def poll(served: Served, method: str, query: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    line.request(method, f"/socket.io/?EIO=4&transport=polling{query}", body, headers)
    answer = line.getresponse()
    return answer.status, answer.read()


def test_polls_that_cannot_be_meant_are_refused(served: Served) -> None:
    for query in ("&sid=nothing", "&sid=%0d%0aSet-Cookie:x", "&j=x"):
        assert poll(served, "GET", query)[0] == 400
        assert poll(served, "POST", query, b"40")[0] == 400
    assert poll(served, "DELETE", "")[0] == 405
    for body in (b"\xff\xfe", b"x" * 1_000_000, b"9", b"b00", "²".encode()):
        sid = json.loads(poll(served, "GET", "")[1][1:])["sid"]
        assert poll(served, "POST", f"&sid={sid}", body)[0] == 400
        assert poll(served, "GET", f"&sid={sid}")[0] == 400, "and that was the end of it"


def test_a_poller_that_floods_is_cut(served: Served) -> None:
    sid = json.loads(poll(served, "GET", "")[1][1:])["sid"]
    assert poll(served, "POST", f"&sid={sid}", b"\x1e".join([b"3"] * 1000))[0] == 400
    assert poll(served, "GET", f"&sid={sid}")[0] == 400


def test_a_foreign_origin_gets_neither_a_session_nor_leave_to_read(served: Served) -> None:
    assert poll(served, "GET", "", Origin="https://evil.example")[0] == 400
    for forwarded in ({"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "https"}):
        assert poll(served, "GET", "", Origin="https://evil.example", **forwarded)[0] == 400
    assert poll(served, "GET", "", Origin=served.url)[0] == 200


def test_a_poller_that_does_not_fetch_is_cut(served: Served, connect: Connect) -> None:
    watching = connect(ANN)
    here = "&sid=" + json.loads(poll(served, "GET", "")[1][1:])["sid"]
    assert poll(served, "POST", here, f"40{json.dumps({'token': token_of(served, ANN)})}".encode())[0] == 200
    assert poll(served, "POST", here, b'420["subscribe",{"rooms":["event:1"]}]')[0] == 200
    assert watching.ask("subscribe", {"rooms": [f"event:{HAMLET}"]})["ok"]
    first = 0
    for n in range(MAX_PACKETS // 2 + 10):
        served.desk.do(ANN, holds.hold_seats, HAMLET, [f"C{n % 10 + 1}"])
        served.desk.do(ANN, holds.drop_seats, HAMLET, [f"C{n % 10 + 1}"])
        first = first or watching.event("seat_update")["version"]
    watching.event("seat_update", version=first + 2 * (MAX_PACKETS // 2 + 10) - 1)
    assert poll(served, "GET", here)[0] == 400, "its session is over: it has to come back and name the versions it knows"
