"""Who is signed in, by Flask-Login: the cookie carries a log-in's id, the log-in's row says whether it still counts."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf, validate_csrf
from wtforms import ValidationError

from bookings.accounts import accounts
from bookings.http.current import here
from bookings.models import Viewer
from bookings.reading.people.viewers import read_viewer

BY_ITSELF = "/live"
"""Under this address a page asks by itself, while nobody may be there: no use of the log-in."""


class SignedIn:
    """Flask-Login's user: a viewer, with the properties that the library asks for."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        return self.viewer.login_id or ""


class FormTokens(CSRFProtect):  # type: ignore[misc]
    """The library's tokens in forms, of which those that a former key signed are good too: pages stay open all day."""

    def protect(self, apply_exemptions: bool = False) -> None:
        try:
            super().protect(apply_exemptions)
        except CSRFError:
            if not self._signed_before():
                raise

    def _get_csrf_token(self) -> str | None:
        return _unmasked(super()._get_csrf_token())

    def _signed_before(self) -> bool:
        for key in current_app.config["SECRET_KEY_FALLBACKS"]:
            with suppress(ValidationError):
                validate_csrf(self._get_csrf_token(), secret_key=key)
                g.csrf_valid = True
                return True
        return False


def form_token() -> str:
    """The token for the forms of this answer, written otherwise in each.

    What stays the same in a compressed body can be found out from its length (BREACH).
    """
    if "form_token" not in g:
        token = generate_csrf().encode()
        mask = secrets.token_bytes(len(token))
        g.form_token = urlsafe_b64encode(mask + _crossed(token, mask)).decode()
    return str(g.form_token)


def _unmasked(text: str | None) -> str | None:
    """The token that `form_token` wrote; None, as if there were none, for anything else."""
    try:
        both = urlsafe_b64decode(text or "")
        half = len(both) // 2
        return _crossed(both[half:], both[:half]).decode("ascii") or None
    except ValueError:
        return None


def _crossed(text: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, mask, strict=True))


def install(app: Flask) -> None:
    manager = LoginManager(app, add_context_processor=False)  # a page about a database that is away must not ask it
    manager.session_protection = None  # it signs people out when a phone changes networks; the log-in's row decides
    FormTokens(app)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a board may stay open all night: the token lives as long as the session
        WTF_CSRF_SSL_STRICT=False,
    )

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(login_id: str) -> SignedIn | None:
        with here().database.read() as reading:
            viewer = read_viewer(reading, login_id)
        if viewer is not None and not request.path.startswith(BY_ITSELF):
            here().last_use.note(login_id)
        return SignedIn(viewer) if viewer else None


def begin(login_id: str) -> Viewer:
    """Sign the browser in. The session starts empty, so nothing that was planted in it before survives.

    The log-in that the browser had until now ends, with its sockets and tokens: nobody could sign it out any more.
    """
    if current_user.is_authenticated:
        before = current_user.viewer
        here().desk.do(before, accounts.sign_out, before.login_id, "signed in anew")
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
