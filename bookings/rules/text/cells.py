"""Text in the cells of a CSV file: what a spreadsheet would carry out as a formula stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """With an apostrophe before it when a spreadsheet would take it for a formula; `without_apostrophe` takes it away again."""
    return f"'{value}" if value.lstrip("'").startswith(_BEGIN_FORMULAS) else value


def without_apostrophe(cell: str) -> str:
    """What `as_text` was given, also when somebody typed the apostrophe into a spreadsheet."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_BEGIN_FORMULAS) else cell


def csv_line(values: Sequence[str]) -> str:
    """One line of a CSV file (RFC 4180), each cell as text."""
    out = io.StringIO()
    csv.writer(out).writerow([as_text(value) for value in values])
    return out.getvalue()
