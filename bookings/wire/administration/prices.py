"""Writes price rules, quotes and member groups as plain values for `wire.encode`."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.reading.administration.groups import Group, Member, Members
from bookings.reading.administration.prices import PriceList
from bookings.rules.money.price_words import words_of
from bookings.rules.money.prices import PriceRule
from bookings.rules.money.quotes import Quote
from bookings.wire.encode import Day, Money


class PriceRuleEntry(TypedDict):
    """`number` counts from 1; `words` say it aloud. Null is no limit."""

    number: int
    words: str
    price: Money
    per: str
    extra: bool
    courtId: str | None
    sport: str | None
    groupId: str | None
    days: list[int] | None
    fromTime: str
    toTime: str
    minMinutes: int | None
    maxMinutes: int | None


class PriceRules(TypedDict):
    """Of the rules that fit, the last is the price, and surcharges come on top. `bookingsToCome` keep the price that they have.
    `revision` goes back with a change."""

    currency: str
    rules: list[PriceRuleEntry]
    bookingsToCome: int
    revision: int


class QuotePart(TypedDict):
    """What a rule adds: its price an hour for so many minutes, or once (null)."""

    rule: int
    price: Money
    minutes: int | None


class PriceQuote(TypedDict):
    """No parts: no rule speaks of this court, and it costs nothing."""

    price: Money
    currency: str
    parts: list[QuotePart]


class MemberGroupEntry(TypedDict):
    """`position` counts from 1: of several groups the first says the price. `priceRules` are the numbers of those that name it."""

    id: str
    name: str
    position: int
    members: int
    priceRules: list[int]
    revision: int


class MemberGroups(TypedDict):
    items: list[MemberGroupEntry]


class MemberEntry(TypedDict):
    """As the venue knows them. In the group until the end of that day; null is without an end."""

    userId: str
    name: str
    email: str | None
    until: Day | None
    ended: bool


class MemberList(TypedDict):
    """A page of them by name; `nextPage` is null after the last."""

    items: list[MemberEntry]
    page: int
    nextPage: int | None


def write_price_rules(prices: PriceList) -> PriceRules:
    return {
        "currency": prices.venue.currency,
        "rules": [_rule(number, prices) for number in range(1, len(prices.rules) + 1)],
        "bookingsToCome": prices.kept,
        "revision": prices.revision,
    }


def write_quote(quote: Quote, currency: str) -> PriceQuote:
    parts: list[QuotePart] = [
        {"rule": part.number, "price": part.price, "minutes": part.minutes} for part in quote.parts
    ]
    return {"price": quote.price, "currency": currency, "parts": parts}


def write_groups(groups: tuple[Group, ...]) -> MemberGroups:
    return {"items": [write_group(group, position) for position, group in enumerate(groups, 1)]}


def write_group(group: Group, position: int) -> MemberGroupEntry:
    return {
        "id": group.id,
        "name": group.name,
        "position": position,
        "members": group.members,
        "priceRules": list(group.rules),
        "revision": group.revision,
    }


def write_members(found: Members) -> MemberList:
    return {"items": [_member(each) for each in found.members], "page": found.page, "nextPage": found.following}


def _rule(number: int, prices: PriceList) -> PriceRuleEntry:
    written, scope = prices.rules[number - 1], prices.scope
    rule = PriceRule.of(written)
    return {
        "number": number,
        "words": words_of(rule, scope.courts, scope.groups, scope.currency).sentence,
        "price": rule.price,
        "per": "booking" if rule.per_booking else "hour",
        "extra": rule.extra,
        "courtId": rule.resource,
        "sport": rule.sport,
        "groupId": rule.group,
        "days": None if rule.days is None else sorted(rule.days),
        "fromTime": written.get("from", "00:00"),
        "toTime": written.get("to", "24:00"),
        "minMinutes": rule.shortest,
        "maxMinutes": rule.longest,
    }


def _member(member: Member) -> MemberEntry:
    return {
        "userId": member.person_id,
        "name": member.name,
        "email": member.email or None,
        "until": member.until,
        "ended": member.ended,
    }
