"""The venues' bookings in one list, for admins and for staff, where states are switched in place, and as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request

from bookings.errors import NotAllowed
from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, Row, spreadsheet
from bookings.http.responses import flashed
from bookings.live.catch_up import MOST_TOPICS
from bookings.live.render import version_value
from bookings.live.views.list_page import VENUES, address, read_day, read_venues_list
from bookings.models import Role
from bookings.program import Ringside
from bookings.reading.bookings.filters import Filter, VenueChoice, day_meant, parse_filter, to_query, venues_of
from bookings.reading.bookings.lists import read_part
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.violation import RuleViolation
from bookings.wire.listings import COLUMNS, write_rows

bp = Blueprint("admin", __name__)


@bp.get("/admin/bookings")
def bookings() -> str | tuple[str, int]:
    """All bookings for an admin, those of their venues for staff, narrowed down by the address."""
    everything = _everything()
    try:
        return _page(parse_filter(request.args, staff=everything.staff), flashed())
    except RuleViolation as violation:
        return _page(everything, (violation.message, "bad"), typed=request.args), 422


@bp.get(f"/admin/bookings.{ENDING}")
def bookings_file(ending: str) -> Response:
    """All that the list has with this filter, on whatever page of it."""
    ringside, wanted = current_ringside(), parse_filter(request.args, staff=_everything().staff)
    with ringside.database.read() as session:
        _check_venue(wanted, venues_of(session, wanted.staff))
        meant = read_day(session, replace(wanted, page=1, before=""))
    return spreadsheet("bookings", ending, COLUMNS, _batches(ringside, meant))


def _batches(ringside: Ringside, wanted: Filter) -> Iterator[list[Row]]:
    before: str | None = ""
    while before is not None:
        with ringside.database.read() as session:
            found, before = read_part(session, replace(wanted, before=before))
            rows: list[Row] = list(write_rows(found))
        yield rows


def _everything() -> Filter:
    """What this person may see. Raises NotAllowed for customers."""
    who = viewer()
    if who.role == Role.CUSTOMER:
        raise NotAllowed("This list is for the venues' staff. What you booked yourself is under My bookings.")
    return Filter(staff="" if who.is_admin else who.id)


def _check_venue(wanted: Filter, venues: Sequence[VenueChoice]) -> None:
    if wanted.venue and wanted.venue not in {venue.id for venue in venues}:
        raise RuleViolation("unknown_venue", "There is no such venue in your list. Choose one of those below.", "venue")


def _page(wanted: Filter, flash: tuple[str, str], *, typed: Mapping[str, str] | None = None) -> str:
    """`typed` is what the form shows when it could not be read as a filter."""
    with current_ringside().database.read() as session:
        venues = venues_of(session, wanted.staff)
        _check_venue(wanted, venues)
        if len(venues) >= MOST_TOPICS and not wanted.venue:
            wanted = replace(wanted, venue=venues[0].id)  # a page follows each of its venues, and not more than so many with the bell
        zones = Counter(venue.zone for venue in venues)
        followed = sorted((v for v in venues if wanted.venue in ("", v.id)), key=lambda v: zones[v.zone])
        shown, now = read_venues_list(session, wanted), current_ringside().database.now(session)
        view, day = to_query(wanted), day_meant(session, wanted)
        follow = [
            version_value(topic, view, version_of(session, topic))
            for topic in (topics.venue(each.id) for each in followed)
        ]
    form = {
        "q": wanted.text, "kind": wanted.kind, "venue": wanted.venue, "payment": wanted.payment.lower(),
        "today": wanted.today, "status": wanted.status.lower(), "day": day.isoformat() if day else "", **(typed or {}),
    }  # fmt: skip
    return render_template(
        "pages/admin.html", shown=shown,
        form=form, venues=venues, day=None if wanted.today else wanted.day, flashed=flash, follow=follow, now=now,
        place=followed[0].name if len(followed) == 1 else "Your venues" if wanted.staff else "All venues",
        back=address(VENUES, wanted),
        query=to_query(replace(wanted, page=1, before="", staff="")), zone=followed[-1].zone if followed else "UTC",
    )  # fmt: skip
