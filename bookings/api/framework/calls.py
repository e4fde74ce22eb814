"""How a call is declared, and what happens around every one: who asks, what was sent, what goes back.

    @call("POST", "/api/v1/bookings", gives={201: Booking}, tag="Bookings", once=True)
    def book(who: Viewer, body: NewCourt, desk: Desk) -> Answer: ...

A call that takes `who` needs a token; `body` and `query` are read as their annotations say; `desk` is the desk, and with
`once` one that carries out its next verb at most once for the request's Idempotency-Key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from flask import Blueprint, Response, request
from werkzeug.routing import BaseConverter

from bookings.api.framework.bodies import MISSING, parse_body, parse_query, request_json
from bookings.api.framework.who import who
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.wire.encode import encode

JSON = "application/json"
LARGEST_ID = 2**31 - 1
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Answer:
    """`body` is encoded unless it is `text` already. Without a status it is the call's usual one."""

    body: Any = None
    status: int | None = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """`gives` and `refuses` by status; `who` is in words for people, the check is the desk's and the readings'."""

    method: str
    path: str
    handler: Callable[..., Any]
    gives: Mapping[int, Any]
    refuses: Mapping[int, Any]
    tag: str
    who: str
    once: bool

    @cached_property
    def takes(self) -> dict[str, Any]:
        hints = get_type_hints(self.handler)
        hints.pop("return", None)
        return hints

    @property
    def parameters(self) -> list[str]:
        """Those in the path, by their names on the wire."""
        return _PARAMETER.findall(self.path)

    @cached_property
    def body(self) -> Any:
        """The kind of body it takes, or None."""
        kinds = [each for each in get_args(self.takes.get("body")) if each is not NoneType]
        return kinds[0] if self.body_is_optional and len(kinds) == 1 else self.takes.get("body")

    @property
    def body_is_optional(self) -> bool:
        kind = self.takes.get("body")
        return isinstance(kind, UnionType) and NoneType in get_args(kind)


Declared = Callable[[Callable[..., Any]], Callable[..., Any]]


def declare(calls: list[Call], tag: str) -> Callable[..., Declared]:
    """`call` for one noun: what it declares is added to `calls`."""

    def call(
        method: str,
        path: str,
        *,
        gives: Mapping[int, Any],
        refuses: Mapping[int, Any] | None = None,
        who: str = "anyone with a token",
        once: bool = False,
    ) -> Declared:
        def keep(handler: Callable[..., Any]) -> Callable[..., Any]:
            calls.append(Call(method, path, handler, gives, refuses or {}, tag, who, once))
            return handler

        return keep

    return call


def blueprint(calls: Iterable[Call]) -> Blueprint:
    """Every call at its address."""
    bp = Blueprint("api", __name__)

    @bp.record_once
    def converters(state: Any) -> None:
        state.app.url_map.converters |= {"opaque": Opaque, "event": EventNumber}

    for each in calls:
        rule = _PARAMETER.sub(lambda match: f"<{_converter(match[1])}:{_snake(match[1])}>", each.path)
        bp.add_url_rule(rule, f"{each.method.lower()}_{each.handler.__name__}", _view(each), methods=[each.method])
    return bp


class Opaque(BaseConverter):
    """An id that programs do not look into. What cannot be one is not found, without asking the database."""

    regex = "(?!create$)[A-Za-z0-9-]{1,64}"  # which is a neighbour's address, not an id


class EventNumber(BaseConverter):
    """A whole number. One that the database cannot take is nobody's; refused here, it would be told as a wrong method."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value) if int(value) <= LARGEST_ID else 0


def respond(answer: Answer, status: int) -> Response:
    if answer.body is None and answer.text is None:
        return Response(status=status, headers=dict(answer.headers))
    text = answer.text if answer.text is not None else encode(answer.body)
    return Response(text + "\n", status=status, mimetype=JSON, headers=dict(answer.headers))


def _view(each: Call) -> Callable[..., Response]:
    usual = next(iter(each.gives))

    def view(**given: Any) -> Response:
        takes = each.takes
        if "who" in takes:
            given["who"] = who()
        sent = request_json() if "body" in takes else MISSING
        if "body" in takes:
            given["body"] = _body(each, sent)
        if "query" in takes:
            given["query"] = parse_query(takes["query"], request.args)
        if "desk" in takes:
            given["desk"] = current_ringside().desk
        if each.once:
            key = request.headers.get("Idempotency-Key")
            given["desk"] = current_ringside().desk.idempotent(
                key, {"call": f"{request.method} {request.path}", "body": sent}
            )
        result = each.handler(**given)
        answer = result if isinstance(result, Answer) else Answer(result)
        return respond(answer, answer.status or usual)

    return view


def _body(each: Call, sent: Any) -> Any:
    if sent is MISSING and each.body_is_optional:
        return None
    if sent is MISSING:
        raise Invalid("This call needs a JSON object as its body.")
    return parse_body(each.body, sent)


def _converter(name: str) -> str:
    return "event" if name == "eventId" else "opaque"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
