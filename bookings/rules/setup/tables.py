"""What can be imported and exported as a table, and the columns of each."""

from __future__ import annotations

from dataclasses import dataclass

from bookings.rules.seats.plan_text.parts import LONGEST_TEXT
from bookings.rules.text.tables import Column

EVERY_KIND = ("club", "clinic", "theatre", "airline")


@dataclass(frozen=True)
class TableForm:
    """`word` is what its lines are called, `found` how they meet what is there, `kinds` the kinds of venues that have them."""

    word: str
    found: str
    columns: tuple[Column, ...]
    kinds: tuple[str, ...] = EVERY_KIND


TABLES = {
    "customers": TableForm(
        "customers", "found by the address, else by number and name; several groups have semicolons between",
        (Column("name", needed=True), Column("email", longest=300), Column("phone"), Column("groups", longest=2_000)),
    ),
    "resources": TableForm(
        "courts and people", "found by the name, else by the number",
        (Column("name", needed=True), *map(Column, ("kind", "number", "sport", "colour", "part_of"))),
        ("club", "clinic"),
    ),
    "prices": TableForm(
        "price rules", "the whole list in its order: a rule that has no line is taken away",
        (
            Column("price", needed=True),
            *map(Column, ("per", "extra", "court", "sport", "days", "from", "to", "group", "min_minutes", "max_minutes")),
        ),
        ("club",),
    ),
    "plans": TableForm(
        "seat plans", "found by the name; a plan is one cell of several lines",
        (Column("name", needed=True), Column("plan", needed=True, longest=LONGEST_TEXT)),
    ),
}  # fmt: skip


def tables_of(kind: str) -> dict[str, TableForm]:
    """Those that a venue of this kind has."""
    return {noun: form for noun, form in TABLES.items() if kind in form.kinds}
