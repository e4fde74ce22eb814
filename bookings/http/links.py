"""The address of a link that is shown once, to be handed on."""

from __future__ import annotations

from flask import request

from bookings.http.current import current_ringside


def link_address(secret: str) -> str:
    """Under the public address; where there is none, under the one by which the admin came."""
    return f"{current_ringside().site.get().public_url or request.host_url.rstrip('/')}/link/{secret}"
