"""The events or the flights of a venue: those to come, and those that are over."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.events import read_event_page
from bookings.web.administration.shell import shell

bp = Blueprint("manage_event_lists", __name__, url_prefix="/admin/venues/<venue_id>")

LAST_PAGE = 9_999


@bp.get("/events")
def events(venue_id: str) -> str:
    return _list(venue_id, "events", "show")


@bp.get("/flights")
def flights(venue_id: str) -> str:
    return _list(venue_id, "flights", "flight")


def _list(venue_id: str, noun: str, kind: str) -> str:
    asked = request.args.get("page", "1")
    number = min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 6 else 1
    past = request.args.get("past") == "1"
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        page = read_event_page(session, venue_id, viewer(), now, kind=kind, page=max(number, 1), past=past)

    def at(which: int) -> str:
        return f"/admin/venues/{venue_id}/{noun}?{'past=1&' if past else ''}page={which}"

    pages = [(n, at(n)) for n in range(max(1, page.page - 2), min(page.pages, page.page + 2) + 1)]
    return render_template(
        "administration/events.html", page=page, noun=noun, past=past, pages=pages,
        previous=at(page.page - 1) if page.page > 1 else None, next=at(page.page + 1) if page.page < page.pages else None,
        flashed=flashed(), **shell(viewer(), page.venue, noun),
    )  # fmt: skip
