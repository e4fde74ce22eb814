"""Authentication of programs: the viewer behind a bearer token.

A cookie alone is nobody here, so no other site can make a browser ask.
"""

from __future__ import annotations

from flask import g, request

from bookings.accounts.tokens import Tokens
from bookings.errors import NotSignedIn
from bookings.http.current import current_ringside
from bookings.models import Viewer


def tokens() -> Tokens:
    return current_ringside().tokens


def authenticated() -> Viewer:
    """The viewer behind the token of this request. Raises NotSignedIn."""
    found = _viewer()
    if isinstance(found, NotSignedIn):
        raise found
    return found


def viewer_or_none() -> Viewer | None:
    """As `authenticated`; None without a valid token."""
    found = _viewer()
    return None if isinstance(found, NotSignedIn) else found


def _viewer() -> Viewer | NotSignedIn:
    """Looked up once for each request."""
    if "api_viewer" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            g.api_viewer = tokens().authenticate(token.strip() if scheme.lower() == "bearer" else None)
        except NotSignedIn as refusal:
            g.api_viewer = refusal
    found: Viewer | NotSignedIn = g.api_viewer
    return found
