"""A server that answers as Stripe's API does, for what the program asks of it, and signs messages as Stripe does.

It keeps what it was asked, gives the same answer to the same idempotency key, and refuses when it is told to.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.external.moments import Moments

SECRET = "whsec_of_these_tests"
KEY = "sk_test_of_these_tests"


class Stripe(ThreadingHTTPServer):
    """`fails` are the next answers in place of the right ones: a status, or 0 for a connection that ends when all was done.

    Its `moments` are "POST /v1/refunds" and the like, before anything is done, and "POST /v1/refunds done", before its answer.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.fails: list[int] = []
        self.moments = Moments()
        self.lock = threading.Lock()

    def pay(self, reference: str) -> dict[str, Any]:
        """Somebody pays on its page: the session as it is then."""
        session = self.sessions[reference]
        session.update(status="complete", payment_status="paid", payment_intent=reference.replace("cs_", "pi_"))
        return session

    def answer(self, method: str, path: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        match [method, *path.strip("/").split("/")]:
            case ["POST", "v1", "checkout", "sessions"]:
                return 200, self._open(form)
            case ["POST", "v1", "checkout", "sessions", reference, "expire"]:
                if self.sessions[reference]["status"] != "open":
                    return 400, _error("This session is over.")
                self.sessions[reference]["status"] = "expired"
                return 200, self.sessions[reference]
            case ["GET", "v1", "checkout", "sessions", reference]:
                return 200, self.sessions[reference]
            case ["POST", "v1", "refunds"]:
                return self._refund(form)
            case ["GET", "v1", "refunds"]:
                found = [each for each in self.refunds.values() if each["payment_intent"] == form.get("payment_intent")]
                return 200, {"object": "list", "url": "/v1/refunds", "has_more": False, "data": found}
        return 404, _error(f"There is no {method} {path}.")

    def _open(self, form: Mapping[str, str]) -> dict[str, Any]:
        reference = f"cs_{len(self.sessions) + 1}"
        self.sessions[reference] = {
            "id": reference, "object": "checkout.session", "status": "open", "payment_status": "unpaid", "payment_intent": None,
            "url": f"{self.url}/pay/{reference}", "expires_at": int(form["expires_at"]),
            "client_reference_id": form["client_reference_id"], "currency": form["line_items[0][price_data][currency]"],
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "metadata": {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")},
        }  # fmt: skip
        return self.sessions[reference]

    def _refund(self, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        charge, amount = form["payment_intent"], int(form["amount"])
        paid = sum(each["amount_total"] for each in self.sessions.values() if each["payment_intent"] == charge)
        back = sum(each["amount"] for each in self.refunds.values() if each["payment_intent"] == charge)
        if amount > paid - back:
            return 400, _error("Refund amount is greater than unrefunded amount on charge.")
        made = {
            "id": f"re_{len(self.refunds) + 1}", "object": "refund", "status": "succeeded", "payment_intent": charge, "amount": amount,
            "metadata": {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")},
        }  # fmt: skip
        self.refunds[made["id"]] = made
        return 200, made


def message(kind: str, thing: Mapping[str, Any], name: str = "evt_1") -> bytes:
    """A webhook's body."""
    return json.dumps({"id": name, "object": "event", "type": kind, "data": {"object": dict(thing)}}).encode()


def signature(body: bytes, secret: str = SECRET, at: float | None = None) -> str:
    """As Stripe signs: https://docs.stripe.com/webhooks#verify-manually."""
    moment = int(time.time() if at is None else at)
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"


@contextmanager
def stripe_server() -> Iterator[Stripe]:
    with Stripe() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _error(words: str) -> dict[str, Any]:
    return {"error": {"type": "invalid_request_error", "message": words}}


class _Talk(BaseHTTPRequestHandler):
    server: Stripe

    def do_GET(self) -> None:
        self._answer(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        self._answer(dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())))

    def _answer(self, form: dict[str, str]) -> None:
        path, key = urlsplit(self.path).path, self.headers.get("Idempotency-Key")
        if not self.server.moments.reach(f"{self.command} {path}"):
            return self._hang_up()
        with self.server.lock:
            self.server.asked.append((self.command, path, form))
            fails = self.server.fails.pop(0) if self.server.fails else None
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                status, body = 401, _error("Invalid API Key provided.")
            elif fails:
                status, body = fails, _error("Told to fail.") if fails < 500 else {"error": {"type": "api_error"}}
            elif key and key in self.server.keys:
                status, body = 200, self.server.keys[key]
            else:
                status, body = self.server.answer(self.command, path, form)
                if key and status == 200:
                    self.server.keys[key] = body
        if fails == 0 or not self.server.moments.reach(f"{self.command} {path} done"):
            return self._hang_up()
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
        return None

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Not on the test's screen."""
