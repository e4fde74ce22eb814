"""Browser sessions with Flask-Login: the cookie carries a log-in's id, the log-in's row decides whether it still counts."""

from __future__ import annotations

from flask import Flask, request, session
from flask_login import LoginManager, current_user, login_user, logout_user

from bookings.accounts import accounts
from bookings.http.current import current_ringside
from bookings.http.form_tokens import FormTokens
from bookings.models import Viewer
from bookings.reading.people.viewers import read_viewer

UNATTENDED = "/live"
"""Addresses below it are asked for by pages themselves, while nobody may be there: no use of the log-in."""


class SessionUser:
    """Flask-Login's user: a viewer, with the properties that the library asks for."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        return self.viewer.login_id or ""


def install(app: Flask) -> None:
    manager = LoginManager(app, add_context_processor=False)  # a page about a database that is away must not ask it
    manager.session_protection = None  # it signs people out when a phone changes networks; the log-in's row decides
    FormTokens(app)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a board may stay open all night: the token lives as long as the session
    )

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(login_id: str) -> SessionUser | None:
        with current_ringside().database.read() as reading:
            viewer = read_viewer(reading, login_id)
        if viewer is not None and not request.path.startswith(UNATTENDED):
            current_ringside().last_use.note(login_id)
        return SessionUser(viewer) if viewer else None


def begin(login_id: str) -> Viewer:
    """Sign the browser in. The session starts empty, so nothing that was planted in it before survives.

    The log-in that the browser had until now ends, with its sockets and tokens: nobody could sign it out any more.
    """
    if current_user.is_authenticated:
        before = current_user.viewer
        current_ringside().desk.do(before, accounts.sign_out, before.login_id, "signed in anew")
    session.clear()
    with current_ringside().database.read() as reading:
        viewer = read_viewer(reading, login_id)
    assert viewer is not None
    login_user(SessionUser(viewer))
    session.permanent = True
    return viewer


def end() -> None:
    logout_user()
    session.clear()
