"""Who is asking: the bearer of an access token. A cookie alone is nobody here, so no other site can make a browser ask."""

from __future__ import annotations

from flask import g, request

from bookings.accounts.tokens import Tokens
from bookings.errors import NotSignedIn
from bookings.http.current import current_ringside
from bookings.models import Viewer


def tokens() -> Tokens:
    return current_ringside().tokens


def who() -> Viewer:
    """The person behind the token of this request. Raises NotSignedIn."""
    found = _asking()
    if isinstance(found, NotSignedIn):
        raise found
    return found


def person_or_none() -> Viewer | None:
    """As `who`, for those to whom it makes no difference."""
    found = _asking()
    return None if isinstance(found, NotSignedIn) else found


def _asking() -> Viewer | NotSignedIn:
    """Looked up once for each request."""
    if "api_asking" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            g.api_asking = tokens().bearer(token.strip() if scheme.lower() == "bearer" else None)
        except NotSignedIn as refusal:
            g.api_asking = refusal
    found: Viewer | NotSignedIn = g.api_asking
    return found
