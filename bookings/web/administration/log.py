"""The log of what staff and admins did: a page that is narrowed by person, noun, day and text, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, Row, spreadsheet
from bookings.http.responses import flashed
from bookings.models import Noun, Viewer
from bookings.program import Ringside
from bookings.reading.administration.log import LogChoices, LogFilter, read_choices, read_log
from bookings.rules.times.zones import local_day, parse_day
from bookings.rules.violation import RuleViolation
from bookings.web.administration.shell import shell
from bookings.wire.administration.log import COLUMNS, write_rows

bp = Blueprint("log", __name__)

LONGEST_TEXT = 80
BATCH = 500

NOUNS = [noun.value for noun in Noun]

_NAMES = ("venue", "who", "noun", "id", "from", "to", "text", "before")


@bp.get("/admin/log")
def page() -> tuple[str, int]:
    """From the newest line backwards."""
    who, errors = viewer(), dict[str, str]()
    with current_ringside().database.read() as session:
        choices = read_choices(session, who)
        wanted = _wanted(choices, errors)
        found = read_log(session, who, wanted) if not errors else None
    days = groupby(found.lines if found else (), lambda line: local_day(line.at, wanted.zone))
    return render_template(
        "administration/log.html", days=[(day, list(lines)) for day, lines in days], found=found, wanted=wanted,
        values={name: request.args.get(name, "") for name in _NAMES}, errors=errors, choices=choices, logged_nouns=NOUNS,
        venue_names={venue[0]: venue[1] for venue in choices.venues}, older=_older(found.before if found else None),
        query=_query(), flashed=flashed(), **shell(who, None, "/admin/log"),
    ), 422 if errors else 200  # fmt: skip


@bp.get(f"/admin/log.{ENDING}")
def as_file(ending: str) -> Response:
    """What is filtered, written batch by batch as it is read."""
    who, ringside = viewer(), current_ringside()
    with ringside.database.read() as session:
        choices = read_choices(session, who)
        errors = dict[str, str]()
        wanted = _wanted(choices, errors)
        if errors:
            field, sentence = next(iter(errors.items()))
            raise RuleViolation("bad_filter", sentence, field)
        read_log(session, who, wanted, 1)  # whoever may not is refused before the file begins
    return spreadsheet("log", ending, COLUMNS, _batches(ringside, who, wanted))


def _batches(ringside: Ringside, who: Viewer, wanted: LogFilter) -> Iterator[list[Row]]:
    while True:
        with ringside.database.read() as session:
            found = read_log(session, who, wanted, BATCH)
            rows: list[Row] = list(write_rows(found.lines))
        yield rows
        if found.before is None:
            return
        wanted = replace(wanted, before=found.before)


def _wanted(choices: LogChoices, errors: dict[str, str]) -> LogFilter:
    """What the address asks for; a sentence for each value that cannot be read."""
    given: Mapping[str, str] = request.args
    zones = {venue_id: zone for venue_id, _, zone in choices.venues}
    venue_id = given.get("venue") or None
    noun = given.get("noun", "")
    if noun and noun not in NOUNS:
        errors["noun"] = "There is no such noun in the log."
    first, last = _day(given, "from", errors), _day(given, "to", errors)
    if first and last and last < first:
        errors["to"] = "The last day lies before the first."
    before = given.get("before", "")
    return LogFilter(
        venue_id=venue_id,
        by_id=given.get("who") or None,
        noun=Noun(noun) if noun in NOUNS else None,
        noun_id=given.get("id") or None,
        first_day=first,
        last_day=last,
        zone=zones.get(venue_id or "") or next(iter(zones.values()), "UTC"),
        text=given.get("text", "").strip()[:LONGEST_TEXT],
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
    )


def _day(given: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    if not given.get(name, "").strip():
        return None
    try:
        return parse_day(given[name])
    except RuleViolation as violation:
        errors[name] = violation.message
        return None


def _query(**more: Any) -> str:
    asked = {name: request.args[name] for name in _NAMES if name != "before" and request.args.get(name)}
    return urlencode(asked | more)


def _older(before: int | None) -> str | None:
    return f"/admin/log?{_query(before=before)}" if before is not None else None
