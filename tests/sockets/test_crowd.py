"""Crowds that come and go rudely leave nothing behind, under both servers."""

from __future__ import annotations

import socket
import struct

import pytest

from tests.sockets.hub_server import SERVERS, serving
from tests.sockets.raw_socket import TEXT, TIMEOUT, RawSocket, frame, handshake


@pytest.mark.parametrize("server", SERVERS)
def test_five_hundred_who_vanish_leave_no_descriptor_and_no_object(server):
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        crowd = hub.pages(500, room="hall", person="somebody")
        assert hub.until(lambda state: state["connections"] == 500)["descriptors"] >= before + 500
        for number, client in enumerate(crowd):
            if number % 2:
                client.reset()
            else:
                client.close()
            if number % 100 == 0:
                hub.publish("hall", "who is still here?")
        hub.everybody_gone(before)


@pytest.mark.parametrize("server", SERVERS)
def test_a_handshake_whose_client_is_gone_at_once_leaks_nothing_and_fills_no_log(server, capfd):
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        for number in range(300):
            request = handshake("/page?room=hall")
            with socket.create_connection(("127.0.0.1", hub.port)) as client:
                client.sendall(request[: len(request) // 2] if number % 3 == 0 else request)
                if number % 2:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        hub.everybody_gone(before)
        assert hub.state()["totals"]["adopted"] > 0
    assert "Exception on" not in capfd.readouterr().err


@pytest.mark.parametrize("server", SERVERS)
def test_a_handshake_that_is_none_gets_a_400_and_no_socket(server, capfd):
    request = handshake("/page?room=hall")
    broken = [
        request.replace(b"Sec-WebSocket-Key", b"X-Key"),
        request.replace(b"Version: 13", b"Version: 8"),
        request.replace(b"Connection: Upgrade", b"Connection: close"),
    ]
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        for one in broken:
            with socket.create_connection(("127.0.0.1", hub.port), timeout=TIMEOUT) as client:
                client.sendall(one)
                assert client.recv(65536).startswith(b"HTTP/1.1 400 ")
        hub.everybody_gone(before)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("server", SERVERS)
def test_a_view_that_fails_before_the_socket_is_adopted_leaks_nothing(server):
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        for _ in range(20):
            client = RawSocket(hub.port, "/broken")
            assert client.head.startswith("HTTP/1.1 101")
            client.close()
        hub.everybody_gone(before)


@pytest.mark.parametrize("server", SERVERS)
def test_a_handshake_in_parts_does_not_leave_the_servers_loop_with_a_socket_that_is_no_longer_its_own(server):
    with serving(server) as hub:
        clients = [RawSocket(hub.port, "/talk?room=hall", between=hub.state) for _ in range(8)]
        for _ in range(10):
            for client in clients:
                client.say("hello")
                assert client.text() == "you said hello"
        for client in clients:
            client.close()
        hub.until(lambda state: state["connections"] == 0)


def test_a_number_that_the_system_gives_out_again_is_never_mistaken_for_the_connection_that_had_it():
    """While fan-outs are under way, a hundred viewers vanish and others come who get their descriptors."""
    with serving(writes_at_a_time=3) as hub:
        hall = hub.pages(200, room="hall")
        newcomers: list[RawSocket] = []
        for turn in range(20):
            hub.publish("hall", f"for the hall {turn}")
            for client in hall[-5:]:
                client.reset()
            del hall[-5:]
            newcomers += [RawSocket(hub.port, "/page?room=garden") for _ in range(5)]
        hub.until(lambda state: state["connections"] == 200)
        hub.publish("garden", "for the garden")
        assert {client.text() for client in newcomers} == {"for the garden"}
        for client in hall:
            assert [client.text() for _ in range(20)] == [f"for the hall {turn}" for turn in range(20)]


def test_two_hundred_who_break_the_protocol_at_once_disturb_nobody(capfd):
    with serving() as hub, hub.talk() as other:
        for number in range(200):
            client: RawSocket = hub.talk() if number % 20 == 0 else RawSocket(hub.port, "/talk")
            client.sock.sendall([b"\xff" * 50, frame(TEXT, b"\xff"), frame(TEXT, b"x", masked=False)][number % 3])
            client.close()
        other.say("still here?")
        assert other.text() == "you said still here?"
        hub.until(lambda state: state["connections"] == 1)
    assert capfd.readouterr().err.count("\n") == 0, "each broken client wrote to the log"
