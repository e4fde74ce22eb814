"""Error handlers of the whole site: a refusal or fault becomes a page, a notice for htmx, or JSON for programs."""

from __future__ import annotations

import logging
from contextlib import suppress
from urllib.parse import quote, urlencode

from flask import Flask, jsonify, make_response, redirect, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from bookings import audit
from bookings.audit import Act
from bookings.database import faults
from bookings.errors import NotSignedIn, Offer, Refusal
from bookings.http.responses import by_htmx, notice, page_address
from bookings.rules.violation import RuleViolation

log = logging.getLogger(__name__)

RETRY_SECONDS = 5
SECRET_FIELDS = {"password", "old", "new"}

CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "too_large",
    415: "not_json",
    429: "too_many",
    500: "fault",
    503: "unavailable",
}
TITLES = {
    400: "That request cannot be read",
    401: "Please sign in",
    403: "This is not for you",
    404: "There is nothing here",
    405: "That is not how this works",
    409: "Somebody was faster",
    410: "This is over",
    413: "That is too much at once",
    422: "That needs another look",
    429: "A little slower, please",
    500: "Something broke on our side",
    503: "Not just now",
}
GENERIC = {
    400: "The address or the form is not complete. Go back and try again.",
    404: "The address may be mistyped, or what was here is gone.",
    405: "This address does not take that kind of request.",
    413: "What was sent is larger than anything this desk needs.",
    429: "There were many requests from here in a short time. Wait a minute and go on.",
    500: "Nothing was changed that you were not told of. Try again; if it stays, tell the venue.",
}
STALE_FORM = (
    "This form is from before you signed in, or came from another page, so nothing was changed. "
    "Load the page again and repeat it; what you typed is still in the form when you go back."
)


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, refusal_response)
    app.register_error_handler(RuleViolation, _rule_violation)
    app.register_error_handler(CSRFError, lambda _: _stale_form())
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _fault)


def _stale_form() -> Response:
    audit.record(Act.FORM_REFUSED, endpoint=request.endpoint)
    with suppress(DBAPIError):  # who it is cannot be asked then, and does not matter
        if not current_user.is_authenticated and request.blueprint not in ("auth", "set_up"):
            return refusal_response(NotSignedIn(STALE_FORM))
    response = error_response(400, "stale_form", STALE_FORM)
    if by_htmx():
        response.headers["HX-Redirect"] = page_address()  # the page with a fresh token; what was typed comes along
    return response


def refusal_response(refusal: Refusal) -> Response:
    if isinstance(refusal, NotSignedIn) and not wants_json():
        if by_htmx():
            return make_response("", 401, {"HX-Redirect": _sign_in(page_address(), "1")})
        if request.method != "GET":
            return redirect(_sign_in(request.form.get("back", ""), "sent"))
        return redirect(_sign_in(request.full_path.rstrip("?")))
    return error_response(refusal.status, refusal.code, refusal.message, fields=refusal.fields, offers=refusal.offers)


def _sign_in(back: str, ended: str = "") -> str:
    """The address of the sign-in page that leads back to `back`, and says why one has to sign in."""
    parameters = {"next": back if back != "/" else "", "ended": ended}
    query = urlencode({name: value for name, value in parameters.items() if value}, safe="/", quote_via=quote)
    return f"/login?{query}" if query else "/login"


def error_response(
    status: int, code: str, message: str, *, fields: dict[str, str] | None = None, offers: tuple[Offer, ...] = ()
) -> Response:
    """An error as JSON for a program, as a notice for a form that htmx sent, or as a page."""
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
    if wants_json():
        body = {"error": {"code": code, "message": message, "fields": fields or {}}}
        return make_response(jsonify(body), status, headers)
    if by_htmx():
        return make_response(notice(message, tone="bad", offers=offers), status, headers)
    page = render_template(
        "pages/message.html",
        status=status,
        title=TITLES.get(status, "That did not work"),
        message=message,
        waits=status == 503 and request.method == "GET",
        typed=_typed_fields() if status in (429, 503) else None,
    )
    return make_response(page, status, headers)


def _typed_fields() -> list[tuple[str, str]] | None:
    """The fields of the form, to be sent again later; None for one with a password, which is never written into a page."""
    if request.method != "POST" or not request.form or not SECRET_FIELDS.isdisjoint(request.form):
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def wants_json() -> bool:
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html") == "application/json"
    )


def _rule_violation(violation: RuleViolation) -> Response:
    fields = {violation.field: violation.message} if violation.field else {}
    return error_response(422, violation.code, violation.message, fields=fields)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None and status < 400:
        return error.response  # type: ignore[return-value]
    response = error_response(status, CODES.get(status, "error"), GENERIC.get(status, error.description or ""))
    response.headers.extend([kept for kept in error.get_headers() if kept[0] in ("Allow", "Retry-After")])
    return response


def _database(error: DBAPIError) -> Response:
    if not faults.is_away(error):
        return _fault(error)
    log.warning("the database cannot be used: %s", error.orig)
    return error_response(503, "unavailable", faults.in_words(error))


def _fault(error: Exception) -> Response:
    log.exception("unexpected fault at %s %s", request.method, request.path, exc_info=error)
    return error_response(500, "fault", GENERIC[500])
