"""What a client may send, and what it gets when it sends something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sockets.hub_server import HubServer, serving
from tests.sockets.raw_socket import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, RawSocket, frame


@pytest.fixture(scope="module")
def hub() -> Iterator[HubServer]:
    with serving(limits={"burst": 40}) as server:
        yield server


@pytest.fixture
def raw(hub: HubServer) -> Iterator[RawSocket]:
    with hub.talk() as client:
        yield client


def test_a_message_may_come_in_fragments_with_a_ping_in_between_and_byte_by_byte(raw: RawSocket):
    stream = (
        frame(TEXT, "hé".encode()[:2], final=False)  # cut within a character
        + frame(PING, b"are you there?")
        + frame(CONTINUATION, "hé".encode()[2:], final=False)
        + frame(CONTINUATION, b"llo")
    )
    for byte in stream:
        raw.sock.sendall(bytes((byte,)))
    assert raw.receive() == (PONG, b"are you there?")
    assert raw.text() == "you said héllo"


def test_messages_are_answered_in_order_by_a_listener_that_may_wait(hub: HubServer, raw: RawSocket):
    raw.sock.sendall(frame(TEXT, b"wait") + frame(TEXT, b"next") + frame(PING, b"!") + frame(CLOSE, b"\x03\xe8"))
    assert raw.receive() == (PONG, b"!"), "a waiting listener holds up only its own messages"
    hub.do(["open gate"])
    assert [raw.text(), raw.text()] == ["you said wait", "you said next"]
    assert raw.goodbye().code == 1000


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        pytest.param(frame(CLOSE, b"\x03\xe8bye"), 1000, id="the same code comes back"),
        pytest.param(frame(CLOSE, b"\x0f\xa1"), 4001, id="a code of one's own too"),
        pytest.param(frame(CLOSE), None, id="and none for none"),
        pytest.param(frame(CLOSE, b"\x03"), 1002, id="half a close code"),
        pytest.param(frame(CLOSE, b"\x03\xed"), 1002, id="a code that may not be sent"),
        pytest.param(frame(CLOSE, b"\x03\xe8\xff"), 1007, id="a reason that is not UTF-8"),
        pytest.param(frame(TEXT, b"unmasked", masked=False), 1002, id="unmasked"),
        pytest.param(frame(0x3, b"?"), 1002, id="an unknown kind of frame"),
        pytest.param(frame(TEXT, b"x", rsv=4), 1002, id="compressed, which was refused"),
        pytest.param(frame(CONTINUATION, b"x"), 1002, id="a continuation of nothing"),
        pytest.param(frame(TEXT, b"x", final=False) + frame(TEXT, b"y"), 1002, id="a message within a message"),
        pytest.param(frame(PING, b"x" * 126), 1002, id="a ping that is too long"),
        pytest.param(frame(PING, b"x", final=False), 1002, id="a ping in fragments"),
        pytest.param(b"\x81\xfe\x00\x01\x00\x00\x00\x00x", 1002, id="a length written too long"),
        pytest.param(frame(TEXT, b"caf\xe9"), 1007, id="not UTF-8"),
        pytest.param(frame(TEXT, b"\xf4\x90", final=False), 1007, id="not UTF-8 before the message is complete"),
        pytest.param(frame(TEXT, b"\xc3"), 1007, id="ends within a character"),
        pytest.param(frame(BINARY, b"\x00"), 1003, id="binary"),
        pytest.param(frame(TEXT, b"x" * (16 * 1024 + 1)), 1009, id="a byte too long"),
        pytest.param(frame(TEXT, "é".encode() * 8193), 1009, id="bytes count, not characters"),
        pytest.param(b"\x81\xff" + b"\x7f" + b"\xff" * 7 + b"mask" + b"x" * 20_000, 1009, id="of 2^63 bytes"),
        pytest.param(
            frame(TEXT, b"x" * 9000, final=False) + frame(CONTINUATION, b"x" * 9000), 1009, id="too long together"
        ),
        pytest.param(
            frame(TEXT, final=False) + frame(CONTINUATION, final=False) * 100_000, 1009, id="endless fragments"
        ),
        pytest.param(frame(TEXT, b"break"), 1011, id="our own fault"),
    ],
)
def test_it_is_closed_with_the_code_that_says_why(hub: HubServer, raw: RawSocket, sent: bytes, code: int | None):
    raw.say("before")
    raw.sock.sendall(sent)
    assert raw.text() == "you said before"
    assert raw.goodbye().code == code
    raw.close()
    hub.until(lambda state: state["connections"] == 0)


def test_a_message_of_exactly_the_limit_is_taken(raw: RawSocket):
    raw.say("x" * 16 * 1024)
    assert raw.text() == "you said " + "x" * 16 * 1024


def test_a_page_only_listens(hub: HubServer):
    for sent, code in ((frame(TEXT, b"hello"), 1008), (frame(BINARY, b"hello"), 1003)):
        with hub.page() as page:
            page.sock.sendall(frame(PING, b"?") + sent)
            assert page.receive() == (PONG, b"?")
            assert page.goodbye().code == code


def test_too_many_messages_are_answered_so_once_and_then_refused():
    with serving(limits={"burst": 5, "per_second": 0.001}) as hub, hub.talk() as eager, hub.talk() as other:
        eager.sock.sendall(b"".join(frame(TEXT, str(number).encode()) for number in range(9)))
        answers = [eager.text() for _ in range(6)]
        assert sorted(answers) == ["too many", *(f"you said {number}" for number in range(5))]
        eager.sock.sendall(frame(TEXT, b"and on and on") * 1000)
        refused = eager.goodbye()
        assert (refused.code, refused.reason) == (1008, "Too many messages")
        other.say("hello")
        assert other.text() == "you said hello"


def test_pings_without_end_are_refused_like_messages():
    with serving(limits={"burst": 5, "per_second": 0.001}) as hub, hub.page() as page:
        page.sock.sendall(frame(PING, b"?") * 1000)
        assert [page.receive() for _ in range(5)] == [(PONG, b"?")] * 5
        assert page.goodbye().code == 1008


def test_compression_is_refused_when_a_browser_offers_it(hub: HubServer):
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    with hub.socket("/talk", headers=offer) as client:
        assert "Extensions" not in client.head
        client.say("plain")
        assert client.text() == "you said plain"
