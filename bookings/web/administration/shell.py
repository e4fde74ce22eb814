"""What all pages of the administration share: the nouns at the left, and how a form is answered.

A form is sent whole, without scripts as with them. What was saved is answered by a redirect to the page; what was refused by the
page once more, with what was typed, a sentence at each field, and what somebody else changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from bookings.errors import AffectedBooking, BookingsAffected, ChangedMeanwhile, Edit, Refusal
from bookings.http.current import current_ringside
from bookings.models import Noun, Viewer
from bookings.reading.administration.log import read_last_lines
from bookings.reading.administration.venues import ManagedVenue, read_managed_venues
from bookings.rules.violation import RuleViolation


@dataclass(frozen=True)
class NounPage:
    """A page in the list at the left: its address after the venue's, its word, and the kinds of venues that have it (all)."""

    slug: str
    word: str
    kinds: tuple[str, ...] = ("club", "clinic", "theatre", "airline")


OF_A_VENUE = (
    NounPage("terms", "Venue"),
    NounPage("hours", "Hours", ("club", "clinic")),
    NounPage("courts", "Courts", ("club",)),
    NounPage("coaches", "Coaches", ("club",)),
    NounPage("providers", "Providers", ("clinic",)),
    NounPage("services", "Services", ("clinic",)),
    NounPage("prices", "Prices", ("club",)),
    NounPage("groups", "Groups", ("club",)),
    NounPage("events", "Events", ("theatre", "club", "clinic")),
    NounPage("halls", "Halls", ("theatre", "club", "clinic")),
    NounPage("flights", "Flights", ("airline",)),
    NounPage("halls", "Aircraft", ("airline",)),
    NounPage("import", "Import"),
    NounPage("calendars", "Calendars"),
    NounPage("self-check-in", "Self check-in", ("club", "clinic")),
    NounPage("webhooks", "Webhooks"),
)
"""In the order in which a venue is set up."""

OF_ALL: tuple[tuple[str, str, bool], ...] = (
    ("/admin/people", "People", False), ("/admin/payments", "Payments", False), ("/admin/settings", "Settings", True),
    ("/admin/log", "Log", False),
)  # fmt: skip
"""Pages of the whole program: address, word, and whether they are for admins alone."""

LOGGED = {
    "terms": Noun.VENUE, "hours": Noun.HOURS, "resources": Noun.RESOURCE, "courts": Noun.RESOURCE,
    "coaches": Noun.RESOURCE, "providers": Noun.RESOURCE,
    "prices": Noun.PRICES, "services": Noun.SERVICE, "events": Noun.EVENT, "halls": Noun.SEAT_PLAN,
    "flights": Noun.FLIGHT, "groups": Noun.GROUP, "import": Noun.IMPORT, "self-check-in": Noun.VENUE,
    "webhooks": Noun.WEBHOOK,
}  # fmt: skip
"""What the log calls the noun of a venue's page."""


NEW = ""
"""In place of the id of what is about to be made."""


@dataclass(frozen=True)
class Refused:
    """Why a form was not saved: a sentence for each field, one for all, and what somebody else changed meanwhile."""

    status: int = 200
    message: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    revision: int | None = None
    affected: tuple[AffectedBooking, ...] = ()
    count: int = 0
    """The bookings ahead that it would touch, the first and how many."""


def shell(viewer: Viewer, venue: ManagedVenue | None, current: str, one: str | None = None) -> dict[str, Any]:
    """What templates/administration/layout.html needs besides the page's own. `one` is whose page it is: the id by which the log
    knows it, NEW before it is there; None for a page about all of them."""
    menu = venue or _only_venue(viewer)
    here = [(address, word, venue is not None and slug == current) for slug, address, word in pages_of(menu)] if menu else []
    if menu:
        # The head leads there only where somebody works at one venue.
        here += [(f"/venues/{menu.id}/{slug}", slug.capitalize(), False) for slug in ("customers", "figures")]
    everywhere = [
        (address, word, address == current) for address, word, admins in OF_ALL if viewer.is_admin or not admins
    ]
    lines = _last_lines(viewer, venue, current, one)
    return {"venue": venue, "menu": menu, "nouns": here, "common_nouns": everywhere, **lines}


def pages_of(venue: ManagedVenue) -> list[tuple[str, str, str]]:
    """(slug, address, word) of each of its pages."""
    return [(page.slug, f"/admin/venues/{venue.id}/{page.slug}", page.word) for page in OF_A_VENUE if venue.kind in page.kinds]


def _only_venue(viewer: Viewer) -> ManagedVenue | None:
    """The one that this viewer manages: its pages stay at hand on those of the whole program."""
    with current_ringside().database.read() as session:
        managed = read_managed_venues(session, viewer)
    return managed[0] if len(managed) == 1 else None


def _last_lines(viewer: Viewer, venue: ManagedVenue | None, current: str, one: str | None) -> dict[str, Any]:
    """What the log last says about the noun of this page, or about the one whose page it is."""
    noun = LOGGED.get(current)
    if venue is None or noun is None or one == NEW:
        return {}
    with current_ringside().database.read() as session:
        lines = read_last_lines(session, viewer, noun, venue.id, one)
    return {"last_lines": lines, "log_address": f"/admin/log?venue={venue.id}&noun={noun}" + (f"&id={one}" if one else "")}


def saved(save: Callable[[], object], back: str, message: str, tone: str = "good") -> Response | Refused:
    """Carry out one verb. A redirect to `back` with the message, or why it was refused."""
    try:
        save()
    except ChangedMeanwhile as refusal:
        return Refused(refusal.status, refusal.message, edits=refusal.edits, revision=refusal.revision)
    except BookingsAffected as refusal:
        return Refused(refusal.status, refusal.message, affected=refusal.bookings, count=refusal.count)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return Refused(refusal.status, refusal.message, refusal.fields)
    except RuleViolation as violation:
        return Refused(422, violation.message, {violation.field: violation.message} if violation.field else {})
    flash(message, tone)
    return redirect(back, 303)


def sent_revision() -> int | None:
    """The revision of what the form was drawn from."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def typed(form: MultiDict[str, str], *, flags: tuple[str, ...] = ()) -> dict[str, object]:
    """The fields of a form as the rules read them. A box that is not ticked is not sent, and means no."""
    fields: dict[str, object] = {name: value for name, value in form.items() if name not in ("csrf_token", "revision")}
    return fields | {name: name in form for name in flags}
