"""Requires a signed-in person for every page and form, except where the handler is declared public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

from bookings.http.current import viewer

View = TypeVar("View", bound=Callable[..., Any])

PROGRAMS = {"api", "raw_sockets"}
"""Blueprints whose callers are programs: they authenticate with tokens, each call by its own declaration."""


def public(view: View) -> View:
    """A decorator for handlers that answer anybody, signed in or not. It stands next to the function."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Install behind what counts requests, so that it counts those of strangers too."""

    @app.before_request
    def require_viewer() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is None or request.method == "OPTIONS" or request.blueprint in PROGRAMS:
            return
        if not getattr(view, "is_public", False):
            viewer()
