"""Text in the cells of a CSV file: what a spreadsheet would carry out as a formula stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """With an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{value}" if value.startswith(_BEGIN_FORMULAS) else value


def csv_line(values: Sequence[str]) -> str:
    """One line of a CSV file (RFC 4180), each cell as text."""
    out = io.StringIO()
    csv.writer(out).writerow([as_text(value) for value in values])
    return out.getvalue()
