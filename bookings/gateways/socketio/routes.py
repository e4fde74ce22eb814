"""The address of Socket.IO: /socket.io/, beside Flask, since its requests last as long as their clients."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask

from bookings.gateways.credentials import LOGIN
from bookings.program import Ringside
from bookings.rules.origins import OriginPolicy

PATH = "/socket.io/"
OFF = json.dumps({"error": {"code": "unavailable", "message": "Live updates are off."}}).encode()
# What it answers is somebody's own: not to be kept, guessed at or drawn into another site's page.
HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def install(app: Flask) -> None:
    """Install before what belongs around every request, such as the trust in a proxy."""
    ringside: Ringside = app.extensions["ringside"]
    inner: Wsgi = app.wsgi_app

    def application(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
        if not str(environ.get("PATH_INFO", "")).startswith(PATH):
            return inner(environ, respond)

        def start_response(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return respond(status, [*headers, *HEADERS], *more)

        if ringside.live is None:
            start_response("503 SERVICE UNAVAILABLE", [("Content-Type", "application/json")])
            return [OFF]
        environ.pop(LOGIN, None)
        first = "sid=" not in str(environ.get("QUERY_STRING", ""))  # who comes is asked once
        if first and "HTTP_COOKIE" in environ and _cookie_is_trusted(ringside.origins, environ):
            environ[LOGIN] = _login_of(app, environ)
        return ringside.live.socketio(environ, start_response)

    app.wsgi_app = application  # type: ignore[method-assign, assignment]


def _cookie_is_trusted(policy: OriginPolicy, environ: Mapping[str, Any]) -> bool:
    origin, host = str(environ.get("HTTP_ORIGIN", "")), str(environ.get("HTTP_HOST", ""))
    return policy.cookie_is_trusted(origin, host, environ.get("HTTP_SEC_FETCH_SITE"))


def _login_of(app: Flask, environ: dict[str, Any]) -> str:
    """The log-in that the browser's cookie names; whether it still counts is found out when the client connects."""
    session = app.session_interface.open_session(app, app.request_class(environ))
    return str(session.get("_user_id", "")) if session is not None else ""
