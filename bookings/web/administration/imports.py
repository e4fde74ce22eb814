"""The page where a table is tried and imported, and the same table as a file of what is there now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from bookings.administration.imports.run import import_table, try_table
from bookings.administration.imports.verdicts import LinesRefused, OtherVerdicts, Outcome, Report, Verdict
from bookings.errors import Invalid, NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.error_pages import refusal_response
from bookings.http.form_tokens import takes_a_file
from bookings.http.responses import flashed
from bookings.reading.administration.tables import csv_parts
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.rules.setup.tables import tables_of
from bookings.rules.text.tables import LARGEST, MOST_LINES, TOO_MUCH, decode_table
from bookings.web.administration.shell import Refused, shell

bp = Blueprint("imports", __name__, url_prefix="/admin/venues/<venue_id>/import")

ON_A_PAGE = 100
FINE = Refused()


@dataclass(frozen=True)
class Shown:
    """A page of a report: those that are refused first, else in the order of the file."""

    report: Report
    verdicts: tuple[Verdict, ...]
    page: int
    pages: int

    @property
    def may_import(self) -> bool:
        return not self.report.refused and (self.report.changes > 0 or bool(self.report.besides))


@bp.get("")
def page(venue_id: str) -> tuple[str, int]:
    return _page(_venue(venue_id), request.args.get("noun", ""))


@bp.post("")
@takes_a_file
def act(venue_id: str) -> AnyResponse | tuple[str, int]:
    """Try what was pasted or sent as a file; or, with `do` import, import what was tried."""
    venue, noun, text = _venue(venue_id), request.form.get("noun", ""), request.form.get("csv", "")
    desk, who = current_ringside().desk, viewer()
    try:
        sent = request.files.get("file")
        text = decode_table(sent.read()) if sent else text
        if request.form.get("do") != "import":
            return _page(venue, noun, text, report=try_table(desk, who, venue_id, noun, text))
        done = import_table(desk, who, venue_id, noun, text, request.form.get("seen"))
    except (LinesRefused, OtherVerdicts) as refused:
        return _page(venue, noun, text, Refused(refused.status, refused.message), refused.report)
    except Invalid as refused:
        return _page(venue, noun, text, Refused(refused.status, refused.message, refused.fields))
    flash(f"Imported: {done.summary}.", "good")
    return redirect(f"/admin/venues/{venue_id}/import?noun={noun}", 303)


@bp.get("/<noun>.csv")
def download(venue_id: str, noun: str) -> Response:
    """All that there is, written part by part as it is read."""
    parts = csv_parts(current_ringside().database, venue_id, noun, viewer())
    head = {"Content-Disposition": f'attachment; filename="{noun}.csv"'}
    return Response(chain(["\ufeff"], parts), mimetype="text/csv", headers=head)  # spreadsheets ask for the mark


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> AnyResponse | tuple[str, int]:
    """What is larger than any request is not read at all: what was typed is still in the form when one goes back."""
    try:
        venue = _venue((request.view_args or {}).get("venue_id", ""))
    except Refusal:  # which nobody answers from here any more, and one that asks to sign in would read the form again
        return refusal_response(NotFound("There is no such venue among those that you manage."))
    return _page(venue, "", refused=Refused(413, TOO_MUCH, {"csv": TOO_MUCH}))


def _venue(venue_id: str) -> ManagedVenue:
    with current_ringside().database.read() as session:
        return read_managed_venue(session, venue_id, viewer())


def _page(
    venue: ManagedVenue, noun: str, text: str = "", refused: Refused = FINE, report: Report | None = None
) -> tuple[str, int]:
    forms = tables_of(venue.kind)
    words = [(name, form.word) for name, form in forms.items()]
    noun = noun if noun in forms else next(iter(forms))
    page = render_template(
        "administration/import.html", forms=forms, words=words, noun=noun, text=text, refused=refused, flashed=flashed(), most=MOST_LINES,
        largest=2 * LARGEST,
        shown=_shown(report) if report else None, **shell(viewer(), venue, "import"),
    )  # fmt: skip
    return page, refused.status


def _shown(report: Report) -> Shown:
    ordered = sorted(report.verdicts, key=lambda verdict: verdict.outcome != Outcome.REFUSED)
    pages = ceil(len(ordered) / ON_A_PAGE)
    asked: Any = request.form.get("page", "")
    number = min(int(asked), pages) if asked.isascii() and asked.isdecimal() and len(asked) < 5 and int(asked) else 1
    return Shown(report, tuple(ordered[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]), number, pages)
