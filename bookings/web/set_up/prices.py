"""The steps of prices: of an hour on a court, of services, of seats."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy.orm import Session

from bookings.administration.set_up.prices import set_fees, set_seat_prices, set_tariffs
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.http.current import current_ringside, viewer
from bookings.reading.administration.prices import read_prices
from bookings.reading.administration.set_up import read_first_plan, read_price_rules, read_resources, read_services
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.money.price_week import price_week
from bookings.rules.money.quotes import Tariff as QuotedPrices
from bookings.rules.seats.plan_text import read_plan
from bookings.rules.setup.prices import read_rules
from bookings.rules.setup.tariffs import EVENING, Tariff, Tariffs, rules_of, tariffs_of
from bookings.rules.setup.templates import template_of
from bookings.web.set_up.pages import Form, StepPage, Values, typed_rows


def read_tariffs(session: Session, venue: ManagedVenue) -> Values:
    """`elsewhere`: the prices were written in another shape, and are left to the page that edits those."""
    sports = list(dict.fromkeys(court["sport"] for court in read_resources(session, venue.id, "court")))
    rules = read_price_rules(session, venue.id)
    found = tariffs_of(rules, sports)
    if not rules and found is not None:
        usual = tariffs_of(template_of("club")["prices"], [template_of("club")["resources"][0]["sport"]])
        assert usual is not None
        found = Tariffs(tuple(replace(usual.tariffs[0], sport=sport) for sport in sports), usual.evening)
    return {"tariffs": found.tariffs if found else (), "evening": found.evening if found else EVENING, "elsewhere": found is None}


def typed_tariffs(form: Form) -> Values:
    rows = typed_rows(form, ("name", "day", "evening", "weekend"))
    return {
        "tariffs": tuple(Tariff(row["name"], row["day"], row["evening"], row["weekend"]) for row in rows), "elsewhere": not rows,
        "evening": (form.get("evening_from", "").strip(), form.get("evening_to", "").strip()),
    }  # fmt: skip


def save_tariffs(tx: Transaction, venue_id: str, values: Values) -> None:
    if not values["elsewhere"]:
        set_tariffs(tx, venue_id, Tariffs(values["tariffs"], values["evening"]))


def weeks(session: Session, venue: ManagedVenue, values: Values) -> Values:
    """The week of each sport; none while a price cannot be read."""
    saved = read_prices(session, venue.id, viewer(), current_ringside().database.now(session))
    rules = [rule for _, rule in rules_of(Tariffs(values["tariffs"], values["evening"]))]
    try:
        prices = QuotedPrices.of(read_rules(rules, saved.scope), venue.zone, venue.currency)
    except Invalid:
        return {"weeks": []}
    court_of = {sport: court for court, sport in reversed(list(saved.sport_of.items()))}
    each = {row.sport: prices.prices_of(court_of[row.sport], row.sport) for row in values["tariffs"] if row.sport in court_of}
    hours, usual = saved.scope.hours, saved.usual_minutes
    return {"weeks": [(sport, price_week(mine, mine, None, usual, hours)) for sport, mine in each.items()]}


def read_fees(session: Session, venue: ManagedVenue) -> Values:
    return {"services": read_services(session, venue.id)}


def typed_fees(form: Form) -> Values:
    services = [{"id": row["id"], "name": row["name"], "price": row["price"]} for row in typed_rows(form, ("id", "name", "price"))]
    return {"services": services}


def save_fees(tx: Transaction, _: str, values: Values) -> None:
    set_fees(tx, {row["id"]: row["price"] for row in values["services"]})


def read_seat_prices(session: Session, venue: ManagedVenue) -> Values:
    saved = read_first_plan(session, venue.id)
    if saved is None:
        return {"plan_id": "", "categories": []}
    plan = read_plan(saved["plan"])
    seats = Counter(seat.category for seat in plan.seats)
    rows = [{"code": code, "name": name, "price": f"{price}", "seats": seats[code]} for code, (name, price) in plan.categories.items()]
    return {"plan_id": saved["id"], "categories": rows}


def typed_seat_prices(form: Form) -> Values:
    codes = [name.removeprefix("price-") for name in form if name.startswith("price-")]
    rows = [{"code": code, "name": form.get(f"name-{code}", ""), "price": form[f"price-{code}"], "seats": None} for code in codes]
    return {"plan_id": form.get("plan_id", ""), "categories": rows}


def save_seat_prices(tx: Transaction, _: str, values: Values) -> None:
    if not values["plan_id"]:
        raise Invalid("Save the seats in the step before this one, then their prices.")
    set_seat_prices(tx, values["plan_id"], {row["code"]: (row["name"], row["price"]) for row in values["categories"]})


TARIFFS = StepPage(read_tariffs, typed_tariffs, save_tariffs, shown=weeks)
FEES = StepPage(read_fees, typed_fees, save_fees)
SEAT_PRICES = StepPage(read_seat_prices, typed_seat_prices, save_seat_prices)
