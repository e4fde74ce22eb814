"""One call: to whom it may go, how long it may take, how much of the answer is kept."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

from bookings.rules.programs.webhooks import Target, parse_target
from bookings.rules.violation import RuleViolation
from bookings.webhooks.client import MOST_BYTES, Answer, call, check_target
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def sent(url: str, *, private: bool = True, seconds: float = 10) -> Answer:
    return call(parse_target(url, private=True), {"webhook-id": "msg_1"}, b"{}", private=private, seconds=seconds)


def flood(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b"\x00<b>" * 1000)
    except OSError:
        return


def test_an_answer_has_its_status_and_its_first_letters(receiver: Receiver) -> None:
    receiver.answers = [flood]
    answer = sent(receiver.url)
    assert answer.delivered
    assert len(answer.answer) <= MOST_BYTES
    assert answer.answer.startswith("\ufffd<b>")


def test_whoever_answers_too_late_is_cut_off(receiver: Receiver) -> None:
    def never(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.recv(1)  # until the other side has gone

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        handler.connection.recv(1)

    receiver.answers = [never, slowly]
    for _ in range(2):
        answer = sent(receiver.url, seconds=0.2)
        assert (answer.status, answer.error) == (None, "No answer within 0.2 seconds.")


def test_a_private_address_is_not_even_connected_to(receiver: Receiver) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
        answer = sent(f"http://{host}:{receiver.port}/", private=False)
        assert (answer.status, "private network" in answer.error) == (None, True), host
    assert receiver.received == []
    assert sent(receiver.url).delivered


def test_what_cannot_be_called_says_why() -> None:
    with pytest.raises(RuleViolation, match="no server of the name"):
        check_target(Target("https", "nowhere.invalid", 443, "/"), private=True)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert "No connection" in sent(f"http://127.0.0.1:{closed.getsockname()[1]}/").error


def test_a_certificate_is_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with receiving(context) as receiver:
        assert "No TLS that can be trusted" in sent(f"https://localhost:{receiver.port}/").error
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert sent(f"https://localhost:{receiver.port}/").delivered
        assert "No TLS that can be trusted" in sent(f"https://127.0.0.1:{receiver.port}/").error
    assert len(receiver.received) == 1
