"""The program as `python app.py` starts it, but at another time, which a test sets: `/clock?skew=SECONDS` moves it."""

from __future__ import annotations

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

from datetime import timedelta

from flask import Flask, request

from app import create_app
from bookings.http.require_sign_in import public
from bookings.server.command_line import main
from bookings.settings import Settings


def with_a_clock(settings: Settings) -> Flask:
    app = create_app(settings)

    @app.get("/clock")
    @public
    def set_clock() -> str:
        app.extensions["ringside"].database.skew = timedelta(seconds=request.args.get("skew", 0.0, type=float))
        return "set"

    return app


if __name__ == "__main__":
    main(with_a_clock)
