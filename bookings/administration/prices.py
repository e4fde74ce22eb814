"""What a venue's courts cost: its price rules, set all at once by those who manage it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bookings.administration.venues import managed_venue, record_setup, subject_of
from bookings.desk.log import Words, check_revision, write_line
from bookings.desk.transaction import Transaction
from bookings.models import Noun, Venue
from bookings.reading.administration.prices import bookings_to_come, price_scope
from bookings.rules.money.price_words import words_of
from bookings.rules.money.prices import PriceRule
from bookings.rules.setup.prices import PriceScope, read_rules


def set_prices(tx: Transaction, venue_id: str, rules: Sequence[Mapping[str, object]], revision: int | None = None) -> int:
    """Put these rules in the place of the venue's. Each is a {"price"} with the fields of `PriceRule.of` that limit it.

    What is booked keeps its price: returns how many bookings to come that are. Raises ChangedMeanwhile, Invalid.
    """
    venue = managed_venue(tx, venue_id)
    check_revision(tx, subject_of(venue, Noun.PRICES), revision)
    scope = price_scope(tx.session, venue)
    found = read_rules(rules, scope)
    if found == venue.price_rules:
        return 0
    replace_rules(tx, venue, found, scope)
    record_setup(tx, venue)
    return bookings_to_come(tx.session, venue.id, tx.now)


def replace_rules(tx: Transaction, venue: Venue, rules: list[Any], scope: PriceScope | None = None) -> None:
    """Write down other rules, with a line in the log, whoever changes them: its number is what two editors of prices meet by."""
    if rules == venue.price_rules:
        return
    scope = scope or price_scope(tx.session, venue)
    before, after = describe_prices(venue.price_rules, scope), describe_prices(rules, scope)
    venue.price_rules = rules
    write_line(tx, subject_of(venue, Noun.PRICES), "changed", *_with_order(before, after))


def describe_prices(rules: Sequence[Mapping[str, Any]], scope: PriceScope) -> Words:
    """What each rule asks for by where it holds, and the order in which they are read."""
    found: dict[str, str | None] = {}
    for rule in rules:
        words = words_of(PriceRule.of(rule), scope.courts, scope.groups, scope.currency)
        place = words.place if words.place not in found else f"{words.place} (again)"
        found[place] = words.amount if place not in found else f"{found[place]}, {words.amount}"
    return found


def _with_order(before: Words, after: Words) -> tuple[Words, Words]:
    """The order besides, where rules that stay have changed places: the last that fits is the price."""
    stay = [[place for place in mine if place in others] for mine, others in ((before, after), (after, before))]
    if stay[0] == stay[1]:
        return before, after
    return {**before, "Order": "; ".join(stay[0])}, {**after, "Order": "; ".join(stay[1])}
