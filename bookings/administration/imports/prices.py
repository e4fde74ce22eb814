"""Price rules of a table, which take the place of all that there are: in the table's order, courts and groups by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select

from bookings.administration.imports.tried import verdict_of
from bookings.administration.imports.verdicts import Outcome, Report, Verdict
from bookings.administration.prices import set_prices
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Resource, Venue
from bookings.reading.administration.prices import price_scope
from bookings.rules.money.price_words import words_of
from bookings.rules.money.prices import PriceRule
from bookings.rules.setup.prices import MOST_RULES, PriceScope, read_rules
from bookings.rules.text.tables import Line
from bookings.rules.times.weekdays import read_weekdays

_PLAIN = ("price", "per", "sport", "from", "to", "min_minutes", "max_minutes")
_YES, _NO = ("yes", "true", "1", "x"), ("no", "false", "0", "")


def import_prices(tx: Transaction, venue: Venue, lines: Sequence[Line]) -> Report:
    """What is booked keeps its price."""
    scope, before = price_scope(tx.session, venue), list(venue.price_rules)
    courts, groups = _courts_by_name(tx, venue), {_plain(name): each for each, name in scope.groups.items()}
    rules: dict[int, Any] = {}

    def read(line: Line) -> tuple[Outcome, str]:
        if len(rules) >= MOST_RULES:
            raise Invalid(f"there are at most {MOST_RULES} rules")
        [rules[line.number]] = read_rules([_rule(line, courts, groups)], scope)
        return Outcome.UNCHANGED, ""

    verdicts = [verdict_of(tx, line, partial(read, line)) for line in lines]
    if len(rules) < len(lines):
        return Report("prices", tuple(verdicts))
    report = _compared(before, rules, scope)
    set_prices(tx, venue.id, list(rules.values()))
    return report


def _rule(line: Line, courts: Mapping[str, str], groups: Mapping[str, str]) -> dict[str, object]:
    """As `read_rules` takes it. Raises Invalid, RuleViolation."""
    rule: dict[str, object] = {field: line.cell(field) for field in _PLAIN if line.cell(field)}
    for field, known, kept in (("court", courts, "resource"), ("group", groups, "group")):
        if name := line.cell(field):
            if _plain(name) not in known:
                raise Invalid(f"there is no {field} “{name[:60]}”")
            rule[kept] = known[_plain(name)]
    if line.cell("days"):
        rule["days"] = read_weekdays(line.cell("days"))
    if line.cell("extra").lower() not in (*_YES, *_NO):
        raise Invalid("extra is “yes”, or empty")
    return {**rule, "extra": line.cell("extra").lower() in _YES}


def _compared(before: Sequence[Any], after: Mapping[int, Any], scope: PriceScope) -> Report:
    """A rule is the same where it stands as before, or has moved; those that no line has are taken away."""
    left = dict(enumerate(before, 1))
    stay = {place for place, rule in enumerate(after.values(), 1) if left.get(place) == rule}
    gone = {place: rule for place, rule in left.items() if place not in stay}
    verdicts = []
    for place, (number, rule) in enumerate(after.items(), 1):
        was = place if place in stay else next((each for each, other in gone.items() if other == rule), None)
        gone.pop(was or 0, None)
        outcome = Outcome.NEW if was is None else Outcome.UNCHANGED if was == place else Outcome.CHANGED
        detail = f"its place from {was} to {place}" if outcome == Outcome.CHANGED else ""
        verdicts.append(Verdict(number, _words(rule, scope), outcome, detail))
    besides = [f"Rule {place} is taken away: {_words(rule, scope)}" for place, rule in gone.items()]
    return Report("prices", tuple(verdicts), tuple(besides))


def _words(rule: Mapping[str, Any], scope: PriceScope) -> str:
    return words_of(PriceRule.of(rule), scope.courts, scope.groups, scope.currency).sentence


def _courts_by_name(tx: Transaction, venue: Venue) -> dict[str, str]:
    """Of two that are called alike, the one that is not retired."""
    courts = select(Resource).where(Resource.venue_id == venue.id, Resource.kind == "court")
    rows = sorted(tx.session.scalars(courts), key=lambda court: (court.retired_at is None, court.number))
    return {_plain(court.name): court.id for court in rows}


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
