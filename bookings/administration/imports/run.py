"""Trying and importing a table: the same verbs in one transaction, which is taken back unless all of it is to stay."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from bookings.administration.imports.customers import import_customers, judge_table, read_customers
from bookings.administration.imports.plans import import_plans
from bookings.administration.imports.prices import import_prices
from bookings.administration.imports.resources import import_resources
from bookings.administration.imports.verdicts import LinesRefused, OtherVerdicts, Report
from bookings.administration.venues import managed_venue
from bookings.desk import Desk
from bookings.desk.log import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.loops import off_the_loop
from bookings.models import Noun, Venue, Viewer
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.setup.tables import TABLES, tables_of
from bookings.rules.text.tables import Line, read_table

_IMPORTS: dict[str, Callable[..., Report]] = {
    "resources": import_resources, "prices": import_prices, "plans": import_plans,
}  # fmt: skip


class _Tried(Exception):
    """Takes back the transaction in which lines were tried."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def try_table(desk: Desk, by: Viewer, venue_id: str, noun: str, text: str) -> Report:
    """What importing this would do. Nothing is written. Raises NotAllowed, NotFound, Invalid for what is no such table."""
    lines = _read(noun, text)
    if noun == "customers":
        return _try_customers(desk, by, venue_id, lines)
    try:
        desk.do(by, _import, venue_id, noun, _work(desk, by, venue_id, noun, lines), tried=True)
    except _Tried as tried:
        return tried.report
    raise AssertionError("a try is always taken back")


def import_table(desk: Desk, by: Viewer, venue_id: str, noun: str, text: str, seen: str | None = None) -> Report:
    """Do what `try_table` says, all of it. `seen` is the fingerprint of what the caller was shown.

    Raises as that does, LinesRefused, and OtherVerdicts where something else has changed since.
    """
    return desk.do(by, _import, venue_id, noun, _work(desk, by, venue_id, noun, _read(noun, text)), seen)


def _try_customers(desk: Desk, by: Viewer, venue_id: str, lines: Sequence[Line]) -> Report:
    """As a reading, for which nobody who writes has to wait."""
    with desk.database.read(between=partial(time.sleep, 0.001)) as session:
        zone = read_managed_venue(session, venue_id, by).zone
        read = off_the_loop(read_customers, lines, zone)
        return judge_table(session, session.get_one(Venue, venue_id), desk.database.now(session), read).report


def _work(desk: Desk, by: Viewer, venue_id: str, noun: str, lines: Sequence[Line]) -> Callable[[Transaction, Venue], Report]:
    """What is done in the transaction. Whatever needs no database is done before it."""
    if noun == "customers":
        with desk.database.read() as session:
            zone = read_managed_venue(session, venue_id, by).zone
        return partial(import_customers, lines=off_the_loop(read_customers, lines, zone))
    return partial(_IMPORTS[noun], lines=lines)


def _read(noun: str, text: str) -> tuple[Line, ...]:
    if noun not in TABLES:
        raise NotFound(f"There is no such table. Import one of {', '.join(TABLES)}.")
    return read_table(text, TABLES[noun].columns)


def _import(
    tx: Transaction, venue_id: str, noun: str, work: Callable[[Transaction, Venue], Report], seen: str | None = None, *, tried: bool = False
) -> Report:
    venue = managed_venue(tx, venue_id)
    if noun not in tables_of(venue.kind):
        raise NotFound(f"This venue has no {TABLES[noun].word}.")
    report = work(tx, venue)
    if tried:
        raise _Tried(report)
    if seen is not None and seen != report.fingerprint:
        raise OtherVerdicts(report)
    if report.refused:
        raise LinesRefused(report)
    if report.changes or report.besides:
        counted = {str(outcome).capitalize(): str(count) for outcome, count in report.counts.items() if count}
        write_line(tx, Subject(Noun.IMPORT, venue.id, TABLES[noun].word, venue.id), "imported", {}, counted)
    return report
