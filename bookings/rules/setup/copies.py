"""Other days on which an event is to take place too: each line of a list with its verdict."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bookings.rules.setup.moments import read_moment
from bookings.rules.times.zones import exact_label, to_local
from bookings.rules.violation import RuleViolation

MOST_COPIES = 60


@dataclass(frozen=True)
class CopyVerdict:
    """When a copy would begin (None where the line cannot be read), and why it cannot be made; "" when it can."""

    text: str
    starts_at: datetime | None
    problem: str = ""


def copy_verdicts(
    text: str, like: datetime, zone: str, now: datetime, taken: Collection[datetime] = ()
) -> tuple[CopyVerdict, ...]:
    """A verdict for each line: "2026-03-12" (at the same local time as `like`) or "2026-03-12 20:00".

    `taken`: when the same event takes place already. Raises RuleViolation for a list that is empty or too long.
    """
    lines = [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]
    if not lines:
        raise RuleViolation("missing", "Write a date on each line, such as 2026-03-12 or 2026-03-12 20:00.", "dates")
    if len(lines) > MOST_COPIES:
        raise RuleViolation("too_many", f"These are {len(lines)} dates. At most {MOST_COPIES} go at once.", "dates")
    clock = f"{to_local(like, zone):%H:%M}"
    verdicts: list[CopyVerdict] = []
    for line in lines:
        try:
            starts = read_moment(line if ":" in line else f"{line} {clock}", zone, "dates")
        except RuleViolation as violation:
            verdicts.append(CopyVerdict(line, None, violation.message))
            continue
        before = {each.starts_at for each in verdicts}
        problem = (
            "This is past." if starts is not None and starts <= now
            else "This stands twice in the list." if starts in before
            else f"It takes place then already, at {exact_label(starts, zone)}." if starts in taken and starts is not None
            else ""
        )  # fmt: skip
        verdicts.append(CopyVerdict(line, starts, problem))
    return tuple(verdicts)
