"""Going down, as requests see it: let go of connections, and in the end refuse what is new while what runs is finished."""

from __future__ import annotations

from flask import Flask, Response, request

from bookings.errors import Unavailable
from bookings.http.current import current_ringside

RESTARTING = "The desk is being restarted. Nothing was changed; try again in a moment."
SERVED_TO_THE_END = {"home.alive", "home.ready", "static"}
"""What the pages that say so are made of, and what machines ask."""


def install(app: Flask) -> None:
    """Install before everything else that looks at requests."""

    @app.before_request
    def refuse() -> None:
        if current_ringside().closing and request.endpoint not in SERVED_TO_THE_END:
            raise Unavailable(RESTARTING)

    @app.after_request
    def release_claims(response: Response) -> Response:
        # The next request of this client shall be free to reach another process. (gunicorn decides that by itself.)
        if not current_ringside().ready:
            response.headers["Connection"] = "close"
        return response
