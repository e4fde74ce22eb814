"""The page of a venue's prices: rules edited in place without scripts, what they would do, and nothing saved until Save."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from bookings.administration.prices import set_prices
from bookings.models import MemberGroup, Venue, Viewer
from tests.web.visits import Visit, desk_of
from tests.world.people import ADA, ANN, MAX, SAM
from tests.world.places import CLUB, COURT_1, COURT_2
from tests.world.rows import add

PRICES = f"/admin/venues/{CLUB}/prices"
USUAL, EVENING = "Tennis, every day, all hours: CHF 26.00 an hour", "Tennis, every day 17:00–22:00: CHF 32.00 an hour"


def rules_of(site: Flask) -> list[Any]:
    with desk_of(site).database.read() as session:
        return session.get_one(Venue, CLUB).price_rules


@pytest.mark.parametrize("who", [ANN, SAM])
def test_nobody_but_managers_reads_the_prices(visit: Visit, who: Viewer) -> None:
    visit(who).open(PRICES, 404)


def test_a_rule_is_opened_changed_and_saved(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open(PRICES)
    assert USUAL in page.words and EVENING in page.words and "26.00 17:00 32.00" in page.words
    page = manager.fill_in(page, {"do": "open-2"}, answers=200)
    page = manager.fill_in(page, {"price-2": "34", "from-2": "18:00", "do": "done"}, answers=200)
    assert (
        f"Tennis, every day 18:00–22:00: CHF 34.00 an hour Was {EVENING}" in page.words
        and "1 change, not saved" in page.words
    )
    assert rules_of(site)[1]["price"] == "32.00"
    page = manager.fill_in(page, {"do": "save"})
    assert "Saved. What is booked keeps its price." in page.words and "not saved" not in page.words
    assert rules_of(site)[1] == {"sport": "tennis", "from": "18:00", "to": "22:00", "price": "34.00"}


def test_the_number_of_no_rule_opens_and_removes_nothing(visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open(f"{PRICES}?edit=000001{'9' * 5000}")
    for number in ("0000019", "000001" + "9" * 5000, "0", "-1"):
        page = manager.fill_in(page, {"do": f"remove-{number}", "open": number}, answers=200)
        assert USUAL in page.words and EVENING in page.words


def test_rules_are_added_moved_and_removed(site: Flask, visit: Visit) -> None:
    add(desk_of(site), MemberGroup(id="members", venue_id=CLUB, name="Members"))
    manager = visit(MAX)
    page = manager.fill_in(manager.open(PRICES), {"do": "add"}, answers=200)
    page = manager.fill_in(
        page, {"group-3": "members", "resource-3": COURT_2, "price-3": "4", "extra-3": "1", "do": "done"}, answers=200
    )
    assert "Members, Court 2: CHF 4.00 an hour more New, not saved" in page.words
    page = manager.fill_in(page, {"do": "remove-1"}, answers=200)
    page = manager.fill_in(page, {"do": "up-2"}, answers=200)
    manager.fill_in(page, {"do": "save"})
    assert [(rule.get("group"), rule["price"]) for rule in rules_of(site)] == [("members", "4.00"), (None, "32.00")]


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open(f"{PRICES}?edit=2")
    refused = manager.fill_in(page, {"price-2": "12.345", "to-2": "16:00", "do": "save"}, answers=422)
    assert "at most 2 decimals" in refused.error_at("price-2") and "ends before it begins" in refused.error_at("to-2")
    assert (refused.value_of("price-2"), refused.value_of("to-2")) == ("12.345", "16:00")
    assert "shown as they are saved" in refused.words and rules_of(site)[1]["price"] == "32.00"


def test_the_second_of_two_reads_what_the_first_changed_and_may_save_again(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open(f"{PRICES}?edit=1")
    desk_of(site).do(ADA, set_prices, CLUB, [{"sport": "tennis", "price": "27.00"}])
    refused = manager.fill_in(page, {"price-1": "28.00", "do": "save"}, answers=409)
    assert f"{ADA.name}: Tennis, every day, all hours CHF 26.00 an hour CHF 27.00 an hour" in refused.words
    manager.fill_in(refused, {"do": "save"})
    assert rules_of(site)[0]["price"] == "28.00"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            {"day": "2026-03-02", "time": "16:30", "minutes": "60"},
            "CHF 29.00 by rule 1 30 min at 26.00 an hour and 2 30 min at 32.00",
        ),
        ({"minutes": "an hour"}, "Write a whole number of minutes."),
        ({"day": "2026-02-30"}, "There is no day 2026-02-30 in the calendar."),
        ({"time": "noon"}, "Write a time of day like 18:00."),
    ],
)
def test_the_page_answers_what_a_booking_would_cost(visit: Visit, asked: dict[str, str], answer: str) -> None:
    manager = visit(MAX)
    page = manager.fill_in(manager.open(PRICES), {**asked, "court": COURT_1, "do": "look"}, answers=200)
    assert answer in page.words


def test_while_one_types_htmx_is_sent_what_the_draft_would_do(visit: Visit) -> None:
    manager = visit(MAX)
    form = manager.open(f"{PRICES}?edit=2").page.one("form", id="prices").filled()
    shown = manager.send(PRICES, form | {"price-2": "44.00"}, htmx=True, answers=200)
    assert (
        shown.text.lstrip().startswith('<section id="price-effects"')
        and "44.00" in shown.words
        and "1 change" in shown.words
    )


def test_a_rule_that_never_holds_says_so(site: Flask, visit: Visit) -> None:
    rules = [{"price": "1", "days": [6]}, {"price": "2"}, {"price": "3", "min_minutes": 600}]
    desk_of(site).do(MAX, set_prices, CLUB, rules)
    words = visit(MAX).open(PRICES).words
    assert (
        "Never holds: it is always closed then." in words
        and "Never holds: bookings here last 30 to 180 minutes." in words
    )


@pytest.mark.parametrize(
    "broken", ["", "[]", "{", '{"price": {}, "days": {"a": 1}, "was": "x"}', "[" * 5000, '{"from": [1], "per": 3}']
)
def test_a_broken_draft_is_refused_and_changes_nothing(site: Flask, visit: Visit, broken: str) -> None:
    before = rules_of(site)
    visit(MAX).send(PRICES, {"rules": "1", "rule-1": broken, "do": "save"}, answers=422)
    visit(MAX).send(PRICES, {"rules": "-1", "open": "x", "do": "open-9"}, answers=200)
    visit(MAX).send(PRICES, {"rules": "1", "rule-1": broken or '{"days": 5, "price": true}', "do": "open-1"}, answers=200)
    assert rules_of(site) == before
