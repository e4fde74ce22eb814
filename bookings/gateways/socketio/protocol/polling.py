"""Engine.IO over HTTP: how requests are read, and how they are answered."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bookings.gateways.socketio.protocol.engineio import Packet, ProtocolError, decode_payload, encode_payload

MAX_BODY = 64 * 1024  # bytes of a POST
_DIGITS = 9  # of a length, zeros in front not counted
_COMPRESSED_FROM = 1024  # bytes


class Fault(Enum):
    """Why a request is refused, by the numbers and words of the reference server."""

    UNKNOWN_TRANSPORT = 0, "Transport unknown"
    UNKNOWN_SESSION = 1, "Session ID unknown"
    BAD_HANDSHAKE_METHOD = 2, "Bad handshake method"
    BAD_REQUEST = 3, "Bad request"
    FORBIDDEN = 4, "Forbidden"
    UNSUPPORTED_VERSION = 5, "Unsupported protocol version"


@dataclass(frozen=True)
class Response:
    body: bytes
    content_type: str = "text/plain; charset=UTF-8"
    status: str = "200 OK"


OK = Response(b"ok")


def payload(packets: Iterable[Packet]) -> Response:
    return Response(encode_payload(packets))


def refuse(fault: Fault, message: str = "", status: str = "400 Bad Request") -> Response:
    code, words = fault.value
    body = json.dumps({"code": code, "message": message or words}, separators=(",", ":"))
    return Response(body.encode(), "application/json", status)


def finish(response: Response, environ: Mapping[str, Any], *, readable: bool) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and the body as they are sent; `readable` when a page of the request's Origin may read them."""
    headers, body = [("Content-Type", response.content_type)], response.body
    if len(body) >= _COMPRESSED_FROM and "gzip" in _words(environ, "HTTP_ACCEPT_ENCODING"):
        headers, body = [*headers, ("Content-Encoding", "gzip")], gzip.compress(body, 6)
    return headers + (_cors(environ) if readable else []), body


def _cors(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    headers = []
    if "HTTP_ORIGIN" in environ:
        headers.append(("Access-Control-Allow-Origin", str(environ["HTTP_ORIGIN"])))
    if environ["REQUEST_METHOD"] == "OPTIONS":
        headers.append(("Access-Control-Allow-Methods", "OPTIONS, GET, POST"))
    if "HTTP_ACCESS_CONTROL_REQUEST_HEADERS" in environ:
        headers.append(("Access-Control-Allow-Headers", str(environ["HTTP_ACCESS_CONTROL_REQUEST_HEADERS"])))
    return [*headers, ("Access-Control-Allow-Credentials", "true")]


def wants_websocket(environ: Mapping[str, Any]) -> bool:
    return "upgrade" in _words(environ, "HTTP_CONNECTION") and "websocket" in _words(environ, "HTTP_UPGRADE")


def read_packets(environ: Mapping[str, Any]) -> list[str]:
    """The packets in the body of a POST. Raises ProtocolError, before anything is read when it is too long."""
    length = str(environ.get("CONTENT_LENGTH") or "").lstrip("0") or "0"
    if not (length.isascii() and length.isdecimal()) or len(length) > _DIGITS or int(length) > MAX_BODY:
        raise ProtocolError("too long")
    try:
        body: bytes = environ["wsgi.input"].read(int(length))
    except OSError as error:
        raise ProtocolError("cut off") from error
    return decode_payload(body)


def _words(environ: Mapping[str, Any], name: str) -> list[str]:
    return [word.split(";")[0].strip().lower() for word in str(environ.get(name, "")).split(",")]
