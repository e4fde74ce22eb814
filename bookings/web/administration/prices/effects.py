"""What the draft of a venue's prices would do: each rule in words, the week it makes, and what one booking would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bookings.errors import Invalid
from bookings.reading.administration.prices import PriceList
from bookings.rules.money.idle_rules import idle_rules
from bookings.rules.money.price_week import PriceWeek, price_week
from bookings.rules.money.price_words import RuleWords, words_of
from bookings.rules.money.prices import PriceRule
from bookings.rules.money.quotes import CourtPrices, Quote, Tariff
from bookings.rules.setup.fields import Fields
from bookings.rules.setup.prices import read_rules
from bookings.rules.times.zones import parse_day, to_utc
from bookings.rules.violation import RuleViolation
from bookings.web.administration.prices.draft import Draft, Rule

HOUR = 60


@dataclass(frozen=True)
class Line:
    """A rule of the draft. `words` unless it cannot be read: then `errors` by field. `was` the saved one's, if it differs."""

    number: int
    rule: Rule
    words: RuleWords | None
    errors: Mapping[str, str]
    was: RuleWords | None = None
    new: bool = False
    idle: str = ""

    @property
    def changed(self) -> bool:
        return self.new or self.was is not None or self.words is None


@dataclass(frozen=True)
class Answer:
    """What the booking that was asked about would cost, from when to when, or why there is no answer."""

    quote: Quote | None = None
    refusal: str = ""
    weekday: int = -1
    begins: int = 0
    ends: int = 0
    """Minutes since that day's midnight, for its place in the week."""


@dataclass(frozen=True)
class Effects:
    lines: tuple[Line, ...]
    changes: int
    week: PriceWeek | None
    answer: Answer | None
    free: tuple[str, ...]
    """Courts that no price speaks of."""

    @property
    def faults(self) -> int:
        return sum(line.words is None for line in self.lines)

    @property
    def used(self) -> frozenset[int]:
        """The rules that take part in the answer."""
        parts = self.answer.quote.parts if self.answer is not None and self.answer.quote is not None else ()
        return frozenset(part.number for part in parts)


def effects_of(draft: Draft, saved: PriceList, asked: Mapping[str, str]) -> Effects:
    """`asked`: group, court, and of one booking day, time, minutes."""
    zone, currency = saved.venue.zone, saved.venue.currency
    before = Tariff.of(saved.rules, zone, currency)
    lines = _lines(draft, saved, before)
    readable = all(line.words is not None for line in lines)
    tariff = Tariff.of(read_rules(draft.rules, saved.scope), zone, currency) if readable else before
    court = asked["court"] if asked.get("court") in saved.scope.courts else next(iter(saved.scope.courts), None)
    if court is None:
        return Effects(lines, changes_of(draft, lines, saved), None, None, ())
    group = asked["group"] if asked.get("group") in saved.scope.groups else None
    prices, old = (each.prices_of(court, saved.sport_of[court]) for each in (tariff, before))
    return Effects(
        lines, changes_of(draft, lines, saved), price_week(prices, old, group, saved.usual_minutes, saved.scope.hours),
        _answer(prices, group, asked, zone), _free(tariff, saved),
    )  # fmt: skip


def changes_of(draft: Draft, lines: Sequence[Line], saved: PriceList) -> int:
    """How many rules are changed, new, gone, or stand in another order."""
    kept = [was for rule in draft.rules if (was := _was(rule, saved))]
    gone = len(saved.rules) - len(set(kept))
    return sum(line.changed for line in lines) + gone + (kept != sorted(kept))


def _lines(draft: Draft, saved: PriceList, before: Tariff) -> tuple[Line, ...]:
    scope = saved.scope
    rules = [_read(rule, saved) for rule in draft.rules]
    known = [rule for rule, _ in rules if rule is not None]
    idle = idle_rules(known, scope.hours, saved.shortest, saved.longest) if len(known) == len(rules) else {}
    lines = []
    for number, (given, (rule, errors)) in enumerate(zip(draft.rules, rules, strict=True), 1):
        old = before.rules[was - 1] if (was := _was(given, saved)) else None
        words = words_of(rule, scope.courts, scope.groups, scope.currency) if rule is not None else None
        differs = old is not None and old != rule
        was_words = words_of(old, scope.courts, scope.groups, scope.currency) if old is not None and differs else None
        lines.append(Line(number, given, words, errors, was_words, old is None, idle.get(number, "")))
    return tuple(lines)


def _read(given: Rule, saved: PriceList) -> tuple[PriceRule | None, Mapping[str, str]]:
    try:
        return PriceRule.of(read_rules([given], saved.scope)[0]), {}
    except Invalid as refusal:
        return None, {field.removesuffix("-1"): sentence for field, sentence in refusal.fields.items()}


def _was(rule: Rule, saved: PriceList) -> int:
    was: Any = rule.get("was")
    return was if isinstance(was, int) and 0 < was <= len(saved.rules) else 0


def _answer(prices: CourtPrices, group: str | None, asked: Mapping[str, str], zone: str) -> Answer | None:
    if not asked.get("day") and not asked.get("time"):
        return None
    fields = Fields({"minutes": asked.get("minutes", "")})
    minutes = fields.whole("minutes", 1, 24 * HOUR, "minutes")
    try:
        day = parse_day(asked.get("day", ""))
        clock = datetime.strptime(asked.get("time", ""), "%H:%M").time()  # noqa: DTZ007 (the venue's own)
        local = datetime.combine(day, clock)
        fields.check()
        start = to_utc(local, zone, fold=0)
        begins = clock.hour * HOUR + clock.minute
        quote = prices.quote(group, start, start + timedelta(minutes=minutes or 0))
    except RuleViolation as violation:
        return Answer(refusal=violation.message)
    except Invalid as refusal:
        return Answer(refusal=refusal.message)
    except ValueError:
        return Answer(refusal="Write a time of day like 18:00.")
    return Answer(quote, "", day.weekday(), begins, begins + (minutes or 0))


def _free(tariff: Tariff, saved: PriceList) -> tuple[str, ...]:
    return tuple(
        name
        for court, name in saved.scope.courts.items()
        if not any(not rule.extra for _, rule in tariff.prices_of(court, saved.sport_of[court]).rules)
    )
