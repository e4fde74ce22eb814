"""Answers to forms, the same for a page with scripts and for one without.

With htmx a form's answer is made of pieces with ids: a note, a panel, and, while the page has no socket, the cells that
changed. Without scripts it is a redirect to a page that shows the same, or the page again with what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from flask import flash, get_flashed_messages, make_response, redirect, request
from werkzeug.wrappers import Response

from bookings.errors import Offer
from bookings.http.current import current_ringside, viewer
from bookings.live.catch_up import parse_subscriptions
from bookings.live.render import QUIET


def by_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def page_address() -> str:
    """The path and query of the page from which htmx asks, as it says itself; the start page when it does not say."""
    asked = urlsplit(request.headers.get("HX-Current-URL", ""))
    path = asked.path if asked.path.startswith("/") and not asked.path.startswith("//") else "/"
    return f"{path}?{asked.query}" if asked.query else path


def done(back: str, message: str = "", *, pieces: str = "", tone: str = "") -> Response:
    """The verb was carried out: say so and show it. `back` is where a browser without scripts goes."""
    if not by_htmx():
        if message:
            flash(message, tone or "good")
        return redirect(back, 303)
    return make_response(notice(message, tone=tone) + pieces + missed(), 200)


def redirect_to(address: str) -> Response:
    """Go to another page, with htmx or without."""
    if by_htmx():
        return make_response("", 200, {"HX-Redirect": address})
    return redirect(address, 303)


def notice(message: str, *, tone: str = "", offers: Sequence[Offer] = ()) -> str:
    """The page's one place for sentences, filled (or emptied)."""
    return current_ringside().renderer.draw("notice.html", "notice", message, tone, list(offers), swap=QUIET)


def flashed() -> tuple[str, str]:
    """(sentence, tone) that a redirect brought along."""
    for told in get_flashed_messages(with_categories=True):
        return str(told[1]), "" if told[0] == "good" else str(told[0])
    return "", ""


def missed() -> str:
    """What a page without a socket says that it follows, brought up to date in the answer to its form."""
    header = request.headers.get("Ringside-Follow", "")
    if not header:
        return ""
    pieces = current_ringside().catch_up.poll(viewer(), parse_subscriptions(parse_qs(header).get("follow", [])))
    return "".join((pieces or {}).values())
