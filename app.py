"""Ringside. `python app.py` serves it here and now; `create_app` builds it for wsgi.py, `flask --app app` and the tests."""

if __name__ == "__main__":
    # Before every other import: what is imported unpatched would block the loop.
    from gevent import monkey

    monkey.patch_all()

from datetime import timedelta

from flask import Flask

from bookings import api
from bookings.gateways.raw import routes as raw_sockets
from bookings.gateways.socketio import routes as socket_io
from bookings.http import (
    current,
    draining,
    error_pages,
    health,
    layout,
    metrics,
    proxy,
    rate_limits,
    request_log,
    sessions,
    static_files,
)
from bookings.http import require_sign_in as authentication
from bookings.program import Ringside
from bookings.server import commands
from bookings.settings import Settings, read_settings
from bookings.web import blueprints, live

LONGEST_BODY = 256 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The web application on a database that is brought up to date. It serves; `Ringside.start` makes it live."""
    settings = settings or read_settings()
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=settings.former_secret_keys,
        MAX_CONTENT_LENGTH=LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LONGEST_BODY,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.login_idle_days),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # Browsers take a cookie of this kind from us alone: no neighbour of the domain can plant one.
        SESSION_COOKIE_NAME="__Host-ringside" if settings.secure_cookies else "ringside",
    )
    current.install(app, Ringside(settings, upgrade=not commands.run_by_flask()))
    for part in (
        draining, metrics, static_files, sessions, layout, error_pages, raw_sockets, socket_io, live, rate_limits,
        authentication, health, api,
    ):  # fmt: skip
        part.install(app)
    request_log.install(app)
    proxy.install(app, settings)
    commands.install(app)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    return app


if __name__ == "__main__":
    from bookings.server.command_line import main

    main(create_app)
