"""The lines of an aircraft's plan that are no seats: galleys, lavatories and doors between rows, and the rows beside the wings.

    = door, lavatory before row 1
    = wing rows 11-16
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from bookings.rules.seats.plan_text.headings import NotAHeading
from bookings.rules.seats.plan_text.parts import Facility

MARK = "="
WORDS = ("door", "galley", "lavatory")
WING, BEFORE, BEHIND, BESIDE = "wing", "before", "behind", "beside"
EXAMPLE = "Write it as in: = door, galley before row 1, or: = wing rows 11-16"
_ROW = r"[^\W_]{1,6}"
_BETWEEN = re.compile(rf"=\s*(?P<what>[a-z]+(?:\s*,\s*[a-z]+)*)\s+(?P<where>before|behind)\s+row\s+(?P<row>{_ROW})", re.IGNORECASE)
_WING = re.compile(rf"=\s*wings?\s+(?:beside\s+)?rows?\s+(?P<first>{_ROW})\s*-\s*(?P<last>{_ROW})", re.IGNORECASE)


def read_facilities(line: str) -> list[Facility]:
    """Raises NotAHeading for a line that says nothing of the kind."""
    if (wing := _WING.fullmatch(line)) is not None:
        return [Facility(WING, BESIDE, wing["first"], wing["last"])]
    found = _BETWEEN.fullmatch(line)
    if found is None:
        raise NotAHeading(f"“{line[:40]}” is not understood. {EXAMPLE}")
    names = [name.strip().lower() for name in found["what"].split(",")]
    if strange := [name for name in names if name not in WORDS]:
        raise NotAHeading(f"“{strange[0][:20]}” is not among {', '.join(WORDS)} and {WING}. {EXAMPLE}")
    return [Facility(name, found["where"].lower(), found["row"]) for name in names]


def missing_row(facility: Facility, rows: Collection[str]) -> str | None:
    """The first row that it names and that is not there."""
    return next((row for row in (facility.row, facility.last) if row and row not in rows), None)


def write_facilities(facilities: Sequence[Facility]) -> Iterator[str]:
    """The lines that say them."""
    for (where, row, last), alike in groupby(facilities, key=lambda each: (each.where, each.row, each.last)):
        names = ", ".join(each.what for each in alike)
        yield f"{MARK} {names} rows {row}-{last}" if last else f"{MARK} {names} {where} row {row}"
