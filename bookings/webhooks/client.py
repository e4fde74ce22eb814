"""One HTTP call to an address that somebody typed: to a public host only, with a limit on its time and on what it answers.

A name is resolved once and the connection goes to that very address, so that it cannot become another one between the check and
the call. Redirects are not followed; TLS is checked against the name. No database connection is held meanwhile.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bookings.rules.programs.webhooks import PRIVATE, Target, may_call
from bookings.rules.violation import RuleViolation

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 10.0
"""A receiver that works for long should answer first and work then."""

MOST_BYTES = 500
AGENT = "Ringside-Webhooks"
_LATE = "No answer within {:g} seconds."


@dataclass(frozen=True)
class Answer:
    """`status` is None where none came; `error` says why, in a sentence. `answer` are its first letters."""

    status: int | None
    milliseconds: int
    answer: str = ""
    error: str = ""

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def check_target(target: Target, *, private: bool) -> str:
    """The IP address behind this target. Raises RuleViolation when there is none, or one that may not be called."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RuleViolation("unknown_host", f"There is no server of the name {target.host}.", "url") from None
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(may_call(address, private=private) for address in addresses):
        raise RuleViolation("private_address", PRIVATE, "url")
    return addresses[0]


def call(
    target: Target, headers: Mapping[str, str], body: bytes, *, private: bool, seconds: float = WHOLE_SECONDS
) -> Answer:
    """Post the body; after so many seconds it is over. Whatever goes wrong is an Answer without a status."""
    began = time.monotonic()

    def answer(status: int | None = None, text: str = "", error: str = "") -> Answer:
        return Answer(status, round((time.monotonic() - began) * 1000), text, error[:200])

    try:
        connection = _connected(target, private=private, seconds=seconds)
    except RuleViolation as violation:
        return answer(error=violation.message)
    except ssl.SSLError as error:
        return answer(error=f"No TLS that can be trusted: {getattr(error, 'verify_message', '') or error.reason or 'unknown'}.")
    except TimeoutError:
        return answer(error="No connection in time.")
    except OSError as error:
        return answer(error=f"No connection: {error.strerror or type(error).__name__}.")
    cut = threading.Timer(seconds, _cut, [connection.sock])
    cut.daemon = True
    cut.start()
    try:
        connection.request("POST", target.path, body, {"User-Agent": AGENT, "Content-Type": "application/json", **headers})
        response = connection.getresponse()
        text = response.read(MOST_BYTES).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        late = isinstance(error, TimeoutError) or time.monotonic() - began >= seconds
        return answer(error=_LATE.format(seconds) if late else f"No answer: {_reason(error)}.")
    else:
        if time.monotonic() - began >= seconds:  # what was cut off reads like an end
            return answer(error=_LATE.format(seconds))
        return answer(response.status, text.replace("\x00", "\ufffd"))
    finally:
        cut.cancel()
        connection.close()


def _connected(target: Target, *, private: bool, seconds: float) -> http.client.HTTPConnection:
    address = check_target(target, private=private)
    raw = socket.create_connection((address, target.port), timeout=CONNECT_SECONDS)
    try:
        if target.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
        raw.settimeout(seconds)
    except BaseException:
        raw.close()
        raise
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(target.host, target.port)
    connection.sock = raw
    return connection


def _cut(raw: socket.socket) -> None:
    """However slowly it answers: whoever reads is woken with the end of the connection."""
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) else None
    return words or " ".join(str(error).split()) or type(error).__name__
