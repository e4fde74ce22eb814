"""The steps in which prices are typed: of hours, of services, of seats."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.administration.events.plans import edit_plan, managed_plan
from bookings.administration.prices import set_prices
from bookings.administration.services import edit_service
from bookings.administration.venues import managed_venue
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.rules.money.amounts import parse_amount
from bookings.rules.seats.plan_text import PlanCategory, read_plan, reprice
from bookings.rules.setup.event import check_prices
from bookings.rules.setup.tariffs import Tariffs, rules_of
from bookings.rules.text.names import clean_name
from bookings.rules.violation import RuleViolation


def set_tariffs(tx: Transaction, venue_id: str, tariffs: Tariffs) -> None:
    """Raises Invalid: at day-1, evening-1, weekend-1 and so on, evening_from and evening_to."""
    rules = rules_of(tariffs)
    try:
        set_prices(tx, venue_id, [rule for _, rule in rules])
    except Invalid as refusal:
        fields = {}
        for field, sentence in refusal.fields.items():
            name, _, number = field.rpartition("-")
            field_of_rule = rules[int(number) - 1][0] if number.isdecimal() else field
            fields[f"evening_{name}" if name in ("from", "to") else field_of_rule] = sentence
        raise Invalid(refusal.message, fields=fields) from None


def set_fees(tx: Transaction, prices: Mapping[str, str]) -> None:
    """Of services, by their ids, in the order of the page. Raises Invalid at price-1 and so on."""
    wrong: dict[str, str] = {}
    for number, (service_id, price) in enumerate(prices.items(), 1):
        try:
            edit_service(tx, service_id, {"price": price})
        except Invalid as refusal:
            wrong |= {f"{field}-{number}": sentence for field, sentence in refusal.fields.items()}
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def set_seat_prices(tx: Transaction, plan_id: str, given: Mapping[str, tuple[str, str]]) -> None:
    """(name, price) of each category of a saved plan. Raises Invalid at name-A, price-A and so on."""
    plan = managed_plan(tx, plan_id)
    categories, wrong = dict(read_plan(plan.text).categories), {}
    for code in categories:
        name, price = given.get(code, ("", ""))
        try:
            categories[code] = PlanCategory(
                clean_name(name, field=f"name-{code}", limit=40) if name.strip() else "", parse_amount(price, field=f"price-{code}")
            )
        except RuleViolation as violation:
            wrong[violation.field or f"price-{code}"] = violation.message
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    text = reprice(plan.text, categories)
    if (sentence := check_prices(read_plan(text), managed_venue(tx, plan.venue_id).currency)) is not None:
        raise Invalid(sentence, fields={f"price-{next(iter(categories))}": sentence})
    edit_plan(tx, plan_id, {"name": plan.name, "plan": text})
