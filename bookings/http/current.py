"""The running program and the signed-in person, for handlers."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app
from flask_login import current_user

from bookings.errors import NotSignedIn
from bookings.models import Viewer
from bookings.models.person import STRANGER
from bookings.program import Ringside


def current_ringside() -> Ringside:
    return cast(Ringside, current_app.extensions["ringside"])


def install(app: Flask, ringside: Ringside) -> None:
    app.extensions["ringside"] = ringside


def onlooker() -> Viewer:
    """The signed-in person, or STRANGER: for handlers that are public and ask themselves what a stranger may see."""
    return cast(Viewer, current_user.viewer) if current_user.is_authenticated else STRANGER


def viewer() -> Viewer:
    """The signed-in person. Raises NotSignedIn, which leads to the sign-in page."""
    if not current_user.is_authenticated:
        raise NotSignedIn("Please sign in to see this.")
    return cast(Viewer, current_user.viewer)
