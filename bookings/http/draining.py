"""Going down, as requests see it: connections are closed after their response, and at last new requests are refused."""

from __future__ import annotations

from flask import Flask, Response, request

from bookings.errors import Unavailable
from bookings.http.current import current_ringside

RESTARTING = "The desk is being restarted. Nothing was changed; try again in a moment."
SERVED_TO_THE_END = {"health.alive", "health.ready", "static"}
"""Endpoints that go on: what the page that says so is made of, and what machines ask."""


def install(app: Flask) -> None:
    """Install before everything else that handles requests."""

    @app.before_request
    def refuse() -> None:
        if current_ringside().closing and request.endpoint not in SERVED_TO_THE_END:
            raise Unavailable(RESTARTING)

    @app.after_request
    def close_connection(response: Response) -> Response:
        # The next request of this client shall be free to reach another process. (gunicorn decides that by itself.)
        if not current_ringside().ready:
            response.headers["Connection"] = "close"
        return response
