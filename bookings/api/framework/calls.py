"""Declares calls of the API and serves them: authentication, parsing and the response follow from the declaration.

    @call("POST", "/api/v1/bookings", returns={201: Booking}, idempotent=True)
    def book(viewer: Viewer, body: NewCourtBooking, desk: Desk) -> Result: ...

Every call needs a bearer token and takes the `viewer` behind it, unless it is declared `public`. `body` and `query` are
parsed as their annotations say; `desk` is the desk, and with `idempotent` one that carries out its next verb at most once
for the request's Idempotency-Key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import signature
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from flask import Blueprint, Response, request
from werkzeug.routing import BaseConverter

from bookings.api.framework.bearer import authenticated
from bookings.api.framework.bodies import MISSING, MayNotify, NotifyQuery, parse_body, parse_query, request_json
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.http.form_tokens import takes_a_file
from bookings.wire.encode import encode

JSON = "application/json"
LARGEST_ID = 2**31 - 1
NUMBERS = frozenset({"eventId", "wishId"})
"""The ids in addresses that are numbers; all others are opaque."""
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Result:
    """What a handler returns when a plain value is not enough.

    `body` is encoded unless it is `text` already. Without a status it is the first that the call declares.
    """

    body: Any = None
    status: int | None = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Call:
    """A declared call. `returns` and `errors` by status; `allowed` says in words who may, the desk and the readings check it."""

    method: str
    path: str
    handler: Callable[..., Any]
    returns: Mapping[int, Any]
    errors: Mapping[int, Any]
    tag: str
    allowed: str
    public: bool
    idempotent: bool
    takes_a_file: bool
    produces: str
    """The media type of what it returns; errors are JSON."""

    def __post_init__(self) -> None:
        if ("viewer" in signature(self.handler).parameters) == self.public:
            raise TypeError(f"{self.method} {self.path} has to take a viewer, or be declared public")

    @cached_property
    def takes(self) -> dict[str, Any]:
        hints = get_type_hints(self.handler)
        hints.pop("return", None)
        return hints

    @property
    def parameters(self) -> list[str]:
        """The parameters in the path, by their names on the wire."""
        return _PARAMETER.findall(self.path)

    @cached_property
    def body(self) -> Any:
        """The model of its body, or several of them; None without a body."""
        kinds = [each for each in get_args(self.takes.get("body")) if each is not NoneType]
        return kinds[0] if self.body_is_optional and len(kinds) == 1 else self.takes.get("body")

    @property
    def body_is_optional(self) -> bool:
        kind = self.takes.get("body")
        return isinstance(kind, UnionType) and NoneType in get_args(kind)


Declared = Callable[[Callable[..., Any]], Callable[..., Any]]


def declare(calls: list[Call], tag: str) -> Callable[..., Declared]:
    """The decorator `call` for one noun: what it declares is added to `calls`."""

    def call(
        method: str,
        path: str,
        *,
        returns: Mapping[int, Any],
        errors: Mapping[int, Any] | None = None,
        allowed: str = "",
        public: bool = False,
        idempotent: bool = False,
        takes_a_file: bool = False,
        produces: str = JSON,
    ) -> Declared:
        def keep(handler: Callable[..., Any]) -> Callable[..., Any]:
            everyone = "anyone" if public else "anyone with a token"
            calls.append(
                Call(
                    method, path, handler, returns, errors or {}, tag, allowed or everyone, public, idempotent, takes_a_file, produces
                )
            )  # fmt: skip
            return handler

        return keep

    return call


def blueprint(calls: Iterable[Call]) -> Blueprint:
    """The blueprint that serves every call at its address."""
    bp = Blueprint("api", __name__)

    @bp.record_once
    def converters(state: Any) -> None:
        state.app.url_map.converters |= {"opaque": Opaque, "number": RowNumber}

    for each in calls:
        rule = _PARAMETER.sub(lambda match: f"<{_converter(match[1])}:{_snake(match[1])}>", each.path)
        view = takes_a_file(_view(each)) if each.takes_a_file else _view(each)
        bp.add_url_rule(rule, f"{each.method.lower()}_{each.handler.__name__}", view, methods=[each.method])
    return bp


class Opaque(BaseConverter):
    """The converter of opaque ids. What cannot be one is not found, without asking the database."""

    regex = "(?!create$)[A-Za-z0-9-]{1,64}"  # which is a neighbour's address, not an id


class RowNumber(BaseConverter):
    """The converter of ids that are numbers. One that the database cannot take is nobody's; refused here, it would be a wrong method."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value) if int(value) <= LARGEST_ID else 0


def to_response(result: Result, status: int, mimetype: str = JSON) -> Response:
    """The result as a response, with its own status or else this one."""
    status, headers = result.status or status, dict(result.headers)
    if result.body is None and result.text is None:
        return Response(status=status, headers=headers)
    text = result.text if result.text is not None else encode(result.body)
    return Response(text + "\n" if mimetype == JSON else text, status=status, mimetype=mimetype, headers=headers)


def _view(call: Call) -> Callable[..., Response]:
    usual = next(iter(call.returns))

    def view(**arguments: Any) -> Response:
        takes = call.takes
        if not call.public:
            arguments["viewer"] = authenticated()
        sent = request_json() if "body" in takes else MISSING
        if "body" in takes:
            arguments["body"] = _body(call, sent)
        if "query" in takes:
            arguments["query"] = parse_query(takes["query"], request.args)
        asked = (arguments.get("body"), arguments.get("query"))
        tells = all(each.notify for each in asked if isinstance(each, MayNotify | NotifyQuery))
        desk = current_ringside().desk.telling_customers(tells)
        if "desk" in takes:
            arguments["desk"] = desk
        if call.idempotent:
            key = request.headers.get("Idempotency-Key")
            arguments["desk"] = desk.idempotent(key, {"call": f"{request.method} {request.path}", "body": sent})
        result = call.handler(**arguments)
        return to_response(result if isinstance(result, Result) else Result(result), usual, call.produces)

    return view


def _body(call: Call, sent: Any) -> Any:
    if sent is MISSING and call.body_is_optional:
        return None
    if sent is MISSING:
        raise Invalid("This call needs a JSON object as its body.")
    return parse_body(call.body, sent)


def _converter(name: str) -> str:
    return "number" if name in NUMBERS else "opaque"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
