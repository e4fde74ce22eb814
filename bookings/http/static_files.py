"""Static files in their encodings, and the compression of all other responses.

Static files belong to nobody: they carry no cookie and do not vary with one. Pages are compressed as they are made, at a
level that costs about a millisecond for a board.
"""

from __future__ import annotations

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_compress import Compress

from bookings import assets
from bookings.http.require_sign_in import public

YEAR_SECONDS = 365 * 24 * 3600
STATIC = "static"
BELONGS_TO_NOBODY = {STATIC, "logos.logo", "calendars.feed"}


class Sessions(SecureCookieSessionInterface):
    """Flask's own, which would renew the cookie beside a file that caches may keep for everybody."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint not in BELONGS_TO_NOBODY:
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    app.session_interface = Sessions()
    app.add_url_rule("/static/<path:filename>", STATIC, static_file)
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_STREAMS=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/plain",
            "text/calendar",
            "text/yaml",
            "application/json",
            "application/yaml",
        ],
    )
    compress = Compress(app)
    for name in assets.JOINED:
        assets.asset(name)  # compressed now, not while somebody waits

    @app.after_request
    def compressed(response: Response) -> Response:
        # A handshake has no body; what a socket carries later is encoded once for everybody.
        if "Upgrade" in request.headers or request.endpoint == STATIC:
            return response
        return compress.after_request(response)


@public
def static_file(filename: str) -> Response:
    """A file in the best encoding that the client takes; cached for a year where its address has its hash."""
    found = assets.asset(filename)
    if found is None:
        abort(404)
    encoding = next((each for each in found.encoded if request.accept_encodings[each] > 0), None)
    response = Response(found.encoded[encoding] if encoding else found.body, mimetype=found.mimetype)
    response.set_etag(f"{found.hash}-{encoding}" if encoding else found.hash)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if found.encoded:
        response.vary.add("Accept-Encoding")
    kept = request.args.get("v") == found.hash
    if kept:
        kept_for_good(response)
    else:
        response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def kept_for_good(response: Response) -> Response:
    """Caches may keep it for everybody: its address has the hash of its content."""
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response
