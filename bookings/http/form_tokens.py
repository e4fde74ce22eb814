"""The token that every form carries against requests forged by other sites' pages: Flask-WTF's, checked before each handler.

And, since nobody reads a form before this, how large those may be that take a file.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, g, request
from flask_wtf.csrf import CSRFError, generate_csrf, validate_csrf
from wtforms import ValidationError

FIELD = "csrf_token"
CHECKED_METHODS = {"POST", "PUT", "PATCH", "DELETE"}
LARGEST_WITH_A_FILE = 1000 * 1024
"""Of the whole request, in bytes: a little less than the server takes at all (server.handler)."""

View = TypeVar("View", bound=Callable[..., Any])


def takes_a_file(view: View) -> View:
    """A decorator for handlers whose requests may be larger than all others. It stands next to the function."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


class FormTokens:
    """Checks the token of each form. One that a former key signed is good too: pages stay open all day.

    Flask-WTF's own check, CSRFProtect, would read the token as it stands in the form, where `form_token` masks it.
    """

    def __init__(self, app: Flask) -> None:
        self._exempt: set[str] = set()
        app.extensions["csrf"] = self
        app.before_request(self._check)

    def exempt(self, blueprint: Blueprint) -> None:
        """Do not check this blueprint: its requests carry no cookie that could be abused."""
        self._exempt.add(blueprint.name)

    def _check(self) -> None:
        """Raises CSRFError."""
        if getattr(current_app.view_functions.get(request.endpoint or ""), "takes_a_file", False):
            request.max_content_length = LARGEST_WITH_A_FILE
        if request.method in CHECKED_METHODS and request.endpoint and request.blueprint not in self._exempt:
            _check_token(_unmasked(request.form.get(FIELD)))


def _check_token(token: str | None) -> None:
    for key in (current_app.secret_key, *(current_app.config["SECRET_KEY_FALLBACKS"] or ())):
        with suppress(ValidationError):
            validate_csrf(token, secret_key=key)
            return
    raise CSRFError


def form_token() -> str:
    """The token for the forms of this response, masked otherwise in each.

    What stays the same in a compressed body can be found out from its length (BREACH).
    """
    if "form_token" not in g:
        token = generate_csrf().encode()
        mask = secrets.token_bytes(len(token))
        g.form_token = urlsafe_b64encode(mask + _crossed(token, mask)).decode()
    return str(g.form_token)


def _unmasked(text: str | None) -> str | None:
    """The token inside a masked one; None, as if there were none, for anything else."""
    try:
        both = urlsafe_b64decode(text or "")
        half = len(both) // 2
        return _crossed(both[half:], both[:half]).decode("ascii") or None
    except ValueError:
        return None


def _crossed(text: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, mask, strict=True))
