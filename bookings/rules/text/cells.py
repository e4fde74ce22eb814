"""Text in the cells of a CSV file: what a spreadsheet would carry out as a formula stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Sequence
from decimal import Decimal

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """With an apostrophe before it when a spreadsheet would take it for a formula; `without_apostrophe` takes it away again."""
    return f"'{value}" if value.lstrip("'").startswith(_BEGIN_FORMULAS) else value


def without_apostrophe(cell: str) -> str:
    """What `as_text` was given, also when somebody typed the apostrophe into a spreadsheet."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_BEGIN_FORMULAS) else cell


def csv_line(values: Sequence[str | int | Decimal]) -> str:
    """One line of a CSV file (RFC 4180): text that stays text, and numbers as they are."""
    out = io.StringIO()
    csv.writer(out).writerow([as_text(value) if isinstance(value, str) else value for value in values])
    return out.getvalue()


def listed(names: Sequence[str]) -> str:
    """Several names in one cell."""
    return "; ".join(names)


def parts_of(cell: str, known: Container[str], *, key: Callable[[str], str] = str) -> list[str]:
    """The names in one cell, semicolons or commas between them; a comma within a name that is known by its `key` is part of it."""
    parts = [cell] if key(cell) in known else [part.strip() for part in cell.split(";")]
    split = [[part] if key(part) in known else [each.strip() for each in part.split(",")] for part in parts]
    return [name for names in split for name in names if name]
