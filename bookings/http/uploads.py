"""Forms that take a file: they may be larger than all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

View = TypeVar("View", bound=Callable[..., Any])

LARGEST_UPLOAD = 1000 * 1024
"""Of the whole request, in bytes: a little less than the server takes at all (server.handler)."""


def takes_a_file(view: View) -> View:
    """A decorator for handlers of such a form. It stands next to the function."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Install before what reads forms."""

    @app.before_request
    def raise_limit() -> None:
        if getattr(app.view_functions.get(request.endpoint or ""), "takes_a_file", False):
            request.max_content_length = LARGEST_UPLOAD
