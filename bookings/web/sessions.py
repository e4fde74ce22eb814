"""Who is signed in, by Flask-Login: the cookie carries a log-in's id, the log-in's row says whether it still counts."""

from __future__ import annotations

from flask import Flask, session
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from bookings.desk import accounts
from bookings.models import Viewer
from bookings.reading.people import read_viewer
from bookings.web.here import here


class SignedIn:
    """Flask-Login's user: a viewer, with the properties that the library asks for."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        return self.viewer.login_id or ""


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # it signs people out when a phone changes networks; the log-in's row decides
    CSRFProtect(app)
    app.config.update(
        SESSION_COOKIE_NAME="ringside",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a board may stay open all night: the token lives as long as the session
        WTF_CSRF_SSL_STRICT=False,
    )

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(login_id: str) -> SignedIn | None:
        with here().database.read() as reading:
            viewer = read_viewer(reading, login_id)
        return SignedIn(viewer) if viewer else None


def begin(login_id: str) -> Viewer:
    """Sign the browser in. The session starts empty, so nothing that was planted in it before survives.

    The log-in that the browser had until now ends, with its sockets and tokens: nobody could sign it out any more.
    """
    if current_user.is_authenticated:
        before = current_user.viewer
        here().desk.do(before, accounts.sign_out, before.login_id)
    session.clear()
    with here().database.read() as reading:
        viewer = read_viewer(reading, login_id)
    assert viewer is not None
    login_user(SignedIn(viewer))
    session.permanent = True
    return viewer


def end() -> None:
    logout_user()
    session.clear()
