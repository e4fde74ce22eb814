"""What a step of the set-up consists of: what it shows, how its form is read, and the verb that saves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from bookings.desk.transaction import Transaction
from bookings.reading.administration.venues import ManagedVenue

Values = dict[str, Any]
Form = MultiDict[str, str]
MOST_ROWS = 60


class StepPage(NamedTuple):
    """`read`: what is saved, or what is usual for the kind of venue; `typed`: the same shape from the form; `save` in a transaction.

    `redraw` gives what to show when another button than the one that saves was pressed; None when it was that one. `shown`
    adds what is drawn beside.
    """

    read: Callable[[Session, ManagedVenue], Values]
    typed: Callable[[Form], Values]
    save: Callable[[Transaction, str, Values], object]
    redraw: Callable[[Form, Values], Values | None] = lambda form, values: None
    shown: Callable[[Session, ManagedVenue, Values], Values] = lambda session, venue, values: {}


def adds_a_line(*lists: str) -> Callable[[Form, Values], Values | None]:
    """A `redraw` for buttons called `more` that add an empty line to one of these lists."""

    def redraw(form: Form, values: Values) -> Values | None:
        wanted = form.get("more")
        return {**values, wanted: [*values[wanted], {}][:MOST_ROWS]} if wanted in lists else None

    return redraw


def typed_rows(form: Form, names: tuple[str, ...], key: str = "") -> list[dict[str, Any]]:
    """The lines of a list: `name-1`, `sport-1`, …, behind `key`, as far as there are any."""
    count = next((n for n in range(1, MOST_ROWS + 1) if f"{key}name-{n}" not in form), MOST_ROWS + 1) - 1
    return [{name: form.get(f"{key}{name}-{n}", "").strip() for name in names} for n in range(1, count + 1)]


def without_ids(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a template: nothing of them is there yet."""
    return [{"id": "", **row} for row in rows]
