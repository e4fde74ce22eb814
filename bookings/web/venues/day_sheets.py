"""The page of a venue's day sheets, to be printed, and the same as a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, spreadsheet
from bookings.reading.boards.board import today_at
from bookings.reading.boards.sheets import DaySheets, name_of_file, read_sheets
from bookings.rules.times.zones import local_day, parse_day
from bookings.rules.violation import RuleViolation
from bookings.wire.listings import SHEET_COLUMNS, write_sheets

bp = Blueprint("day_sheets", __name__, url_prefix="/venues/<venue_id>")


@bp.get("/day-sheets")
def sheets(venue_id: str) -> tuple[str, int]:
    """Of the day `date`, else of today; `of` one court or person."""
    try:
        found, message = _read(venue_id, request.args.get("date", "")), ""
    except RuleViolation as violation:
        found, message = _read(venue_id, ""), violation.message
    page = render_template(
        "pages/day_sheets.html", found=found, today=local_day(found.now, found.zone), message=message, now=found.now, zone=found.zone
    )
    return page, 422 if message else 200


@bp.get(f"/day-sheets.{ENDING}")
def sheets_file(venue_id: str, ending: str) -> Response:
    found = _read(venue_id, request.args.get("date", ""))
    return spreadsheet(name_of_file(found), ending, SHEET_COLUMNS, [write_sheets(found)])


def _read(venue_id: str, day: str) -> DaySheets:
    with current_ringside().database.read() as session:
        meant = parse_day(day) if day else today_at(session, venue_id, current_ringside().database.now(session))
        return read_sheets(session, venue_id, meant, request.args.get("of", ""), viewer())
