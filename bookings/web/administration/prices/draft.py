"""The draft of a venue's price rules: what the form carries from one press of a button to the next, until it is saved.

One rule at a time is open, as fields; the others travel as they are. Nothing is kept here between two requests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from bookings.rules.setup.prices import MOST_RULES

FIELDS = ("resource", "sport", "group", "from", "to", "min_minutes", "max_minutes", "price", "per", "extra")
SPORT = "sport:"
EVERY_DAY = [str(day) for day in range(7)]

Rule = dict[str, Any]


@dataclass
class Draft:
    """`rules` as they were typed, each with `was`, its number among the saved (none for a new one); `open` is the one to edit."""

    rules: list[Rule] = field(default_factory=list)
    open: int | None = None

    def apply(self, act: str) -> None:
        """What a button does: open-3, done, add, up-3, down-3, remove-3. Anything else changes nothing."""
        verb, _, number = act.partition("-")
        at = _number(number, len(self.rules))
        if verb == "add" and len(self.rules) < MOST_RULES:
            self.rules.append({})
            self.open = len(self.rules)
        elif verb == "done":
            self.open = None
        elif verb == "open" and at:
            self.open = at
        elif verb == "remove" and at:
            del self.rules[at - 1]
            self.open = None
        elif verb in ("up", "down") and at:
            other = at - 1 if verb == "up" else at + 1
            if 0 < other <= len(self.rules):
                self.rules[at - 1], self.rules[other - 1] = self.rules[other - 1], self.rules[at - 1]
                self.open = {at: other, other: at}.get(self.open or 0, self.open)


def saved_draft(rules: Sequence[Mapping[str, Any]], opened: str = "") -> Draft:
    """As it is saved, with the rule of this number open."""
    draft = Draft([{**rule, "was": number} for number, rule in enumerate(rules, 1)])
    draft.apply(f"open-{opened}")
    return draft


def read_draft(form: MultiDict[str, str]) -> Draft:
    """What the form carries. What is no rule is taken for an empty one, which cannot be saved."""
    count = form.get("rules", "")
    many = min(int(count), MOST_RULES + 1) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
    draft = Draft(open=_number(form.get("open", ""), many) or None)
    for number in range(1, many + 1):
        draft.rules.append(_typed(form, number) if number == draft.open else _carried(form.get(f"rule-{number}", "")))
    return draft


def _number(text: str, most: int) -> int:
    """From 1 to `most`; 0 for anything else."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return number if number <= most else 0


def _typed(form: MultiDict[str, str], number: int) -> Rule:
    rule: Rule = {name: form[f"{name}-{number}"] for name in FIELDS if f"{name}-{number}" in form}
    what = str(rule.get("resource", ""))
    if what.startswith(SPORT):
        rule |= {"resource": "", "sport": what.removeprefix(SPORT)}
    days = [day for day in EVERY_DAY if f"days-{number}-{day}" in form]
    was = form.get(f"was-{number}", "")
    return {**rule, "days": days, "was": int(was) if was.isascii() and was.isdecimal() and len(was) < 6 else None}


def _carried(text: str) -> Rule:
    try:
        rule = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(rule, dict):
        return {}
    kinds = dict.fromkeys(FIELDS, str | int | None) | {"days": list | None, "was": int | None}
    return {name: rule[name] for name, kind in kinds.items() if name in rule and isinstance(rule[name], kind)}
