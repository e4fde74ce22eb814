"""Details: what is written down about a booking beside what, where, when and for whom.

They travel as one from forms and programs to the verbs that book and change, so that a new one is added in few places.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from typing_extensions import TypedDict

from bookings.rules.text.names import clean_note
from bookings.rules.violation import RuleViolation

MOST_PLAYERS = 8


class Details(TypedDict, total=False):
    """Those that are given; the others stay as they are.

    `note` is for the writer's own side, `players` how many play on a court (None where that is open).
    """

    note: str
    players: int | None


_OF_EVERY_KIND: frozenset[str] = frozenset({"note"})
_OF_A_KIND: Mapping[str, frozenset[str]] = {"court": frozenset({"players"})}


def details_of(kind: str) -> Collection[str]:
    """The names of the details that a booking of this kind has."""
    return _OF_EVERY_KIND | _OF_A_KIND.get(kind, frozenset())


def parse_details(form: Mapping[str, str]) -> Details:
    """The details among the fields of a form, as they were typed. Raises RuleViolation for what cannot be read."""
    details = Details()
    if "note" in form:
        details["note"] = form["note"]
    if "players" in form:
        typed = form["players"].strip()
        details["players"] = clean_players(int(typed) if re.fullmatch("[0-9]{1,3}", typed) else typed or None)
    return details


def clean_details(given: Details, kind: str) -> Details:
    """The details of a booking of this kind, fit to keep. Raises RuleViolation, naming the field, also for one of another kind."""
    for name in given.keys() - details_of(kind):
        raise RuleViolation("misplaced", f"A booking of this kind has no {name}.", name)
    details = given.copy()
    if "note" in given:
        details["note"] = clean_note(given["note"])
    if "players" in given:
        details["players"] = clean_players(given["players"])
    return details


def clean_players(value: object) -> int | None:
    """How many play; None where that is open. Raises RuleViolation for anything but a whole number from 1 to MOST_PLAYERS."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_PLAYERS):
        return value
    raise RuleViolation("bad_players", f"From 1 to {MOST_PLAYERS} people play on a court. Write how many as a whole number.", "players")
