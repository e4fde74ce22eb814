"""Error responses of the API: one JSON shape for every refusal, with what is still free instead."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired

from flask import Blueprint, Response, g
from sqlalchemy.exc import DBAPIError
from typing_extensions import TypedDict
from werkzeug.exceptions import HTTPException

from bookings.accounts.login_throttle import LoginThrottled
from bookings.api.framework.calls import Result, to_response
from bookings.database import faults
from bookings.errors import (
    BookingsAffected,
    ChangedMeanwhile,
    NameMismatch,
    NotSignedIn,
    Offer,
    Refusal,
    SeatTaken,
    TooMany,
    Unavailable,
)
from bookings.http.error_pages import CODES
from bookings.rules.violation import RuleViolation
from bookings.wire.encode import Time

log = logging.getLogger(__name__)

# The wire's names of fields, where the desk has others.
_FIELDS = {
    "coach": "coachId",
    "provider": "providerId",
    "customer": "userId",
    "resources": "courtId",
    "name": "userName",
    "override": "override.reason",
}


class Alternative(TypedDict):
    """Something near what was wanted that was free a moment ago: `seats`, or a time at `courtId` or `providerId`."""

    words: str
    seats: NotRequired[list[str]]
    courtId: NotRequired[str]
    providerId: NotRequired[str]
    start: NotRequired[Time]
    end: NotRequired[Time]


class KnownCustomer(TypedDict):
    """The customer of that address as the venue knows them."""

    customerId: str
    name: str


class EditEntry(TypedDict):
    """A value that somebody else has changed meanwhile."""

    by: str
    at: Time
    field: str
    before: str | None
    after: str | None


class AffectedEntry(TypedDict):
    """A booking ahead that a change would touch."""

    id: str
    pnr: str
    customer: str
    place: str
    start: Time
    end: Time


class ErrorBody(TypedDict):
    """`code` is for programs and stays, `message` is for people and may change. `fields`: what is wrong with which one.

    `overridable`: the caller may set the rule aside by sending the same again with an `override`.
    """

    code: str
    message: str
    fields: dict[str, str]
    overridable: NotRequired[bool]
    taken: NotRequired[list[str]]
    typed: NotRequired[str]
    known: NotRequired[KnownCustomer]
    revision: NotRequired[int]
    edits: NotRequired[list[EditEntry]]
    count: NotRequired[int]
    bookings: NotRequired[list[AffectedEntry]]
    alternatives: NotRequired[list[Alternative]]


class Error(TypedDict):
    """Nothing was changed."""

    error: ErrorBody


def install(bp: Blueprint) -> None:
    bp.register_error_handler(Refusal, _refusal)
    bp.register_error_handler(RuleViolation, _rule)
    bp.register_error_handler(HTTPException, _http)
    bp.register_error_handler(DBAPIError, _database)
    bp.register_error_handler(Exception, _fault)


def name_offered_resource(field: str) -> None:
    """The field by which this request's alternatives name a resource: courtId or providerId."""
    g.api_offered_resource = field


def rename_fields(names: Mapping[str, str]) -> None:
    """The wire's names of this request's fields that have another name in the desk."""
    g.api_fields = names


def error_response(
    status: int,
    code: str,
    message: str,
    *,
    fields: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    names: Mapping[str, str] = g.get("api_fields", _FIELDS)
    renamed = {names.get(name, name): problem for name, problem in (fields or {}).items()}
    body = {"error": {"code": code, "message": message, "fields": renamed, **(more or {})}}
    return to_response(Result(body, headers=headers or {}), status)


def _refusal(refusal: Refusal) -> Response:
    more: dict[str, Any] = {"overridable": True} if refusal.overridable else {}
    if refusal.offers:
        more["alternatives"] = _alternatives(refusal.offers)
    if isinstance(refusal, SeatTaken):
        more["taken"] = list(refusal.taken)
    if isinstance(refusal, ChangedMeanwhile):
        more |= {"revision": refusal.revision, "edits": [vars(edit) for edit in refusal.edits]}
    if isinstance(refusal, BookingsAffected):
        more |= {"count": refusal.count, "bookings": [vars(booking) for booking in refusal.bookings]}
    if isinstance(refusal, NameMismatch):
        more |= {"typed": refusal.typed, "known": {"customerId": refusal.known.id, "name": refusal.known.name}}
    headers = _headers(refusal)
    return error_response(
        refusal.status, refusal.code, refusal.message, fields=refusal.fields, more=more, headers=headers
    )


def _headers(refusal: Refusal) -> dict[str, str]:
    if isinstance(refusal, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(refusal, LoginThrottled):
        return {"Retry-After": str(refusal.seconds)}
    return {"Retry-After": "1"} if isinstance(refusal, TooMany | Unavailable) else {}


def _alternatives(offers: Sequence[Offer]) -> list[Alternative]:
    found: list[Alternative] = []
    for offer in offers:
        alternative: Alternative = {"words": offer.words}
        if offer.seats:
            alternative["seats"] = list(offer.seats)
        if offer.resource_id is not None and offer.start is not None and offer.end is not None:
            resource = {str(g.get("api_offered_resource", "courtId")): offer.resource_id}
            alternative |= {**resource, "start": offer.start, "end": offer.end}  # type: ignore[typeddict-item]
        found.append(alternative)
    return found


def _rule(violation: RuleViolation) -> Response:
    return error_response(
        422, violation.code, violation.message, fields={violation.field: violation.message} if violation.field else {},
        more={"overridable": True} if violation.overridable else {},
    )  # fmt: skip


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return error_response(status, CODES.get(status, "error"), error.description or "", headers=headers)


def _database(error: DBAPIError) -> Response:
    if not faults.is_away(error):
        return _fault(error)
    log.warning("the database cannot be used: %s", error.orig)
    return error_response(503, "unavailable", faults.in_words(error), headers={"Retry-After": "1"})


def _fault(error: Exception) -> Response:
    log.exception("unexpected fault in a call", exc_info=error)
    return error_response(500, "fault", "Something broke on our side. Nothing was changed that you were not told of.")
