"""The id of every request, and a line in the log for security for each that was refused.

A proxy's `X-Request-ID` is taken over when it is short and plain; else the request gets one here. It is echoed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g, request

from bookings import audit
from bookings.audit import Act
from bookings.models import Viewer

HEADER = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9._:=+/-]{1,64}")
_DENIED, _TOO_MANY = 403, 429

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def install(app: Flask) -> None:
    """Install around the whole application, but inside of the trust in a proxy."""
    inner: Wsgi = app.wsgi_app

    def application(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
        asked = str(environ.get("HTTP_X_REQUEST_ID", ""))
        request_id = asked if _PLAIN.fullmatch(asked) else uuid.uuid4().hex

        def start_response(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return respond(status, [*headers, (HEADER, request_id)], *more)

        with audit.request(request_id, str(environ.get("REMOTE_ADDR", ""))):
            return inner(environ, start_response)

    app.wsgi_app = application  # type: ignore[method-assign, assignment]
    app.after_request(_note_refusals)


def _note_refusals(response: Response) -> Response:
    if response.status_code in (_DENIED, _TOO_MANY):
        act = Act.ACCESS_DENIED if response.status_code == _DENIED else Act.THROTTLED
        audit.record(act, method=request.method, endpoint=request.endpoint, person=_person())
    return response


def _person() -> str | None:
    """The id of who asked, if that was read from the database."""
    program, browser = g.get("api_viewer"), getattr(g.get("_login_user"), "viewer", None)
    found = program if isinstance(program, Viewer) else browser
    return found.id if isinstance(found, Viewer) else None
