"""Responses to forms, the same for a page with scripts and for one without.

With htmx a form's response is made of fragments with ids: a notice, a panel, and, while the page has no socket, the cells
that changed. Without scripts it is a redirect to a page that shows the same, or the page again with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from flask import flash, get_flashed_messages, get_template_attribute, make_response, redirect, request, session
from markupsafe import Markup
from werkzeug.wrappers import Response

from bookings.errors import Offer
from bookings.http.current import current_ringside, viewer
from bookings.live.catch_up import parse_subscriptions
from bookings.live.render import QUIET
from bookings.reading.undo import Undoable, read_undoable

_OFFERED = "undo"


def by_htmx() -> bool:
    """Whether htmx sent this request."""
    return request.headers.get("HX-Request") == "true"


def page_address() -> str:
    """The path and query of the page from which htmx asks, by its own header; the start page without one."""
    asked = urlsplit(request.headers.get("HX-Current-URL", ""))
    path = asked.path if asked.path.startswith("/") and not asked.path.startswith("//") else "/"
    return f"{path}?{asked.query}" if asked.query else path


def respond(
    back: str, message: str = "", *, fragments: str = "", tone: str = "", spoken: bool = False, undo: str = ""
) -> Response:
    """The response to a form that was carried out: a notice and what changed; without scripts a redirect to `back`.

    `spoken`: where the page shows by itself what became of it, the message is read out alone. `undo` is the booking with which
    it was done, which staff can undo for some seconds.
    """
    if not by_htmx():
        if message:
            flash(message, tone or "good")
        if undo:
            offer_on_next_page(undo)
        return redirect(back, 303)
    offer = undo_fragment(undo, back) if undo else ""
    said = " ".join([message] * spoken + ["Z undoes it."] * bool(offer))
    if said:
        fragments = current_ringside().renderer.draw("notice.html", "spoken", said) + fragments
    return make_response(notice("" if spoken else message, tone=tone) + fragments + offer + catch_up_fragments(), 200)


def redirect_to(address: str) -> Response:
    """A redirect to another page, with htmx or without."""
    if by_htmx():
        return make_response("", 200, {"HX-Redirect": address})
    return redirect(address, 303)


def notice(message: str, *, tone: str = "", offers: Sequence[Offer] = ()) -> str:
    """The fragment of the page's one place for sentences, filled (or emptied)."""
    return current_ringside().renderer.draw("notice.html", "notice", message, tone, list(offers), swap=QUIET)


def flashed() -> tuple[str, str]:
    """What was flashed on the way here, as (sentences, tone): bad when one of them is."""
    found = get_flashed_messages(with_categories=True)
    tones = [str(each[0]) for each in found if each[0] != "good"]
    return " ".join(str(each[1]) for each in found), tones[0] if tones else ""


def catch_up_fragments() -> str:
    """What changed since the versions that a page without a socket names in its request, for the response to its form."""
    header = request.headers.get("Ringside-Follow", "")
    if not header:
        return ""
    shown = parse_qs(header)
    follows = parse_subscriptions(shown.get("follow", []), shown.get("as-of", [None])[0])
    fragments = current_ringside().catch_up.poll(viewer(), follows)
    return "".join((fragments or {}).values())


def undo_fragment(booking_id: str, back: str) -> str:
    """The offer for this booking, put in the place of the one before; "" where nothing can be undone. Afterwards one goes `back`."""
    offer = _offer(booking_id)
    return str(_macro("fragment")(offer, back)) if offer is not None else ""


def no_offer() -> str:
    """Nothing is offered any more."""
    return str(_macro("fragment")(None, ""))


def offer_on_next_page(booking_id: str) -> None:
    """For a form that was sent without scripts."""
    if viewer().role != "customer":
        session[_OFFERED] = booking_id


def undo_on_this_page() -> Markup:
    """What the form before this page left to be offered; empty on any other page."""
    booking_id = session.pop(_OFFERED, None) if _OFFERED in session else None
    offer = _offer(booking_id) if booking_id is not None else None
    return _macro("offer_form")(offer, request.full_path) if offer is not None else Markup()


def _offer(booking_id: str) -> Undoable | None:
    who = viewer()
    if who.role == "customer":
        return None
    with current_ringside().database.read() as reading:
        return read_undoable(reading, booking_id, who, current_ringside().database.now(reading))


def _macro(name: str) -> Callable[..., Markup]:
    """Drawn with pages, for only those know the form's token."""
    macro: Callable[..., Markup] = get_template_attribute("parts/undo.html", name)
    return macro
