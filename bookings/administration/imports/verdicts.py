"""What an import does, or would do: a verdict for every line, and what goes besides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bookings.errors import Conflict, Invalid

MOST_NAMED = 20


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """`line` is where it begins in the file, `name` what it is about; `detail` says what changes, or why it is refused."""

    line: int
    name: str
    outcome: Outcome
    detail: str = ""

    @property
    def words(self) -> str:
        """ "new"; "new, in Members"; "changes phone from 1 to 2"; "refused: there is no such court"."""
        if self.outcome == Outcome.REFUSED:
            return f"refused: {self.detail}"
        if self.outcome == Outcome.NEW and self.detail:
            return f"new, {self.detail}"
        return f"changes {self.detail}" if self.outcome == Outcome.CHANGED else str(self.outcome)


@dataclass(frozen=True)
class Report:
    """`besides` is what becomes of things of which no line speaks. `fingerprint` is of all of it: another one, another import."""

    noun: str
    verdicts: tuple[Verdict, ...]
    besides: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        return {each: sum(verdict.outcome == each for verdict in self.verdicts) for each in Outcome}

    @property
    def refused(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.verdicts if each.outcome == Outcome.REFUSED)

    @property
    def changes(self) -> int:
        """How many lines change something."""
        return self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED]

    @property
    def summary(self) -> str:
        """ "3 new, 1 changed, 20 unchanged"."""
        return ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)

    @property
    def fingerprint(self) -> str:
        written = [[each.line, each.name, each.words] for each in self.verdicts]
        return hashlib.sha256(json.dumps([self.noun, written, self.besides]).encode()).hexdigest()[:20]


class LinesRefused(Invalid):
    """Some lines cannot be imported, so none was."""

    code = "lines_refused"

    def __init__(self, report: Report) -> None:
        many = len(report.refused)
        fields = {f"line {each.line}": each.detail for each in report.refused[:MOST_NAMED]}
        lines = "1 line cannot" if many == 1 else f"{many} lines cannot"
        super().__init__(f"Nothing was imported: {lines} be. Mend or remove what is refused, then try again.", fields=fields)
        self.report = report


class OtherVerdicts(Conflict):
    """These lines would do something else by now than whoever imports them was shown."""

    code = "changed_meanwhile"

    def __init__(self, report: Report) -> None:
        super().__init__("Nothing was imported: what these lines do is not what you were shown any more. Look at it again.")
        self.report = report
