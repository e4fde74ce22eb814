"""Trying and importing a table: the same verbs in one transaction, which is taken back unless all of it is to stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bookings.administration.imports.customers import import_customers
from bookings.administration.imports.plans import import_plans
from bookings.administration.imports.prices import import_prices
from bookings.administration.imports.resources import import_resources
from bookings.administration.imports.verdicts import LinesRefused, OtherVerdicts, Report
from bookings.administration.venues import managed_venue
from bookings.desk import Desk
from bookings.desk.log import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import Noun, Venue, Viewer
from bookings.rules.setup.tables import TABLES, tables_of
from bookings.rules.text.tables import Line, read_table

_IMPORTS: dict[str, Callable[[Transaction, Venue, Sequence[Line]], Report]] = {
    "customers": import_customers, "resources": import_resources, "prices": import_prices, "plans": import_plans,
}  # fmt: skip


class _Tried(Exception):
    """Takes back the transaction in which lines were tried."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def try_table(desk: Desk, by: Viewer, venue_id: str, noun: str, text: str) -> Report:
    """What importing this would do. Nothing is written. Raises NotAllowed, NotFound, Invalid for what is no such table."""
    try:
        desk.do(by, _import, venue_id, noun, _read(noun, text), tried=True)
    except _Tried as tried:
        return tried.report
    raise AssertionError("a try is always taken back")


def import_table(desk: Desk, by: Viewer, venue_id: str, noun: str, text: str, seen: str | None = None) -> Report:
    """Do what `try_table` says, all of it. `seen` is the fingerprint of what the caller was shown.

    Raises as that does, LinesRefused, and OtherVerdicts where something else has changed since.
    """
    return desk.do(by, _import, venue_id, noun, _read(noun, text), seen)


def _read(noun: str, text: str) -> tuple[Line, ...]:
    if noun not in TABLES:
        raise NotFound(f"There is no such table. Import one of {', '.join(TABLES)}.")
    return read_table(text, TABLES[noun].columns)


def _import(
    tx: Transaction, venue_id: str, noun: str, lines: Sequence[Line], seen: str | None = None, *, tried: bool = False
) -> Report:
    venue = managed_venue(tx, venue_id)
    if noun not in tables_of(venue.kind):
        raise NotFound(f"This venue has no {TABLES[noun].word}.")
    report = _IMPORTS[noun](tx, venue, lines)
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
