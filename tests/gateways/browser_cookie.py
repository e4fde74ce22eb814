"""The cookie that a signed-in browser shows, without a browser."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.server_process import SECRET


def cookie_of(login: str) -> str:
    app = Flask(__name__)
    app.secret_key = SECRET
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return "ringside=" + str(serializer.dumps({"_user_id": login, "_fresh": True}))
