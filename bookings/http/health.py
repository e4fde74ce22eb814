"""/healthz and /readyz, for load balancers and whoever watches the process."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public

bp = Blueprint("health", __name__)


def install(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/healthz")
@public
def alive() -> Response:
    """Whether the process answers."""
    return _plain("ok", 200)


@bp.get("/readyz")
@public
def ready() -> Response:
    """Whether requests shall be sent here: it has started, is not going down, and the database answers."""
    if not current_ringside().ready:
        return _plain("not ready", 503)
    try:
        with current_ringside().database.read() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return _plain("no database", 503)
    return _plain("ok", 200)


def _plain(words: str, status: int) -> Response:
    return Response(words, status, mimetype="text/plain")
