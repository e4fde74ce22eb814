"""The pages of a venue's member groups."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.administration.groups import add_member, edit_group, make_group
from bookings.administration.prices import set_prices
from bookings.desk import book
from bookings.models import Viewer
from tests.web.visits import Visit, desk_of
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, MAX, SAM, email_of, named
from tests.world.places import CLUB, COURT_1

GROUPS = f"/admin/venues/{CLUB}/groups"


def made(site: Flask, name: str = "Members") -> str:
    return f"{GROUPS}/{desk_of(site).do(MAX, make_group, CLUB, {'name': name})}"


@pytest.mark.parametrize("who", [ANN, SAM])
def test_nobody_but_managers_reads_the_groups(site: Flask, visit: Visit, who: Viewer) -> None:
    visit(who).open(GROUPS, 404)
    visit(who).open(made(site), 404)


def test_groups_are_made_and_ordered(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.fill_in(manager.open(GROUPS), {"name": "Members"})
    refused = manager.fill_in(page, {"name": "members"}, action=GROUPS, answers=422)
    assert (
        "There is a group of that name already." in refused.error_at("name") and refused.value_of("name") == "members"
    )
    juniors = made(site, "Juniors")
    page = manager.fill_in(manager.open(GROUPS), {"position": "1"}, action=juniors)
    assert "Juniors 0 in it, no price of its own Move down Juniors Members" in page.words


def test_people_are_put_in_and_taken_out(site: Flask, visit: Visit) -> None:
    manager, group = visit(MAX), made(site)
    page = manager.open(group)
    wrong = {"name": "Paul Penn", "email": "paul@example.com", "until": "2020-01-01"}
    refused = manager.fill_in(page, wrong, action=f"{group}/members", answers=422)
    assert "That day is over" in refused.error_at("until") and refused.value_of("name") == "Paul Penn"
    page = manager.fill_in(refused, {"until": TOMORROW.isoformat()}, action=f"{group}/members")
    assert "Paul Penn paul@example.com, until the end of" in page.words
    [taken_out] = [each["action"] for each in page.page.all("form") if each["action"].startswith(f"{group}/members/")]
    assert "Nobody is in it yet." in manager.fill_in(page, action=taken_out).words


def test_whoever_is_known_by_another_name_is_shown_before_they_are_put_in(site: Flask, visit: Visit) -> None:
    manager, group = visit(MAX), made(site)
    desk_of(site).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    refused = manager.fill_in(
        manager.open(group), {"name": "Anna", "email": email_of(ANN)}, action=f"{group}/members", answers=409
    )
    assert refused.page.one("input", name="customer", value=ANN.id)
    assert ANN.name in manager.fill_in(refused, {"customer": ANN.id}, action=f"{group}/members").words


def test_a_group_is_renamed_and_removed_once_no_price_names_it(site: Flask, visit: Visit) -> None:
    manager, group = visit(MAX), made(site)
    group_id = group.rpartition("/")[2]
    desk_of(site).do(MAX, set_prices, CLUB, [{"price": "20"}, {"price": "10", "group": group_id}])
    desk_of(site).do(MAX, add_member, CLUB, group_id, named(ANN))
    page = manager.open(group)
    desk_of(site).do(ADA, edit_group, CLUB, group_id, {"name": "Circle"})
    refused = manager.fill_in(page, {"name": "Friends"}, action=group, answers=409)
    assert f"{ADA.name}: Name Members Circle" in refused.words
    page = manager.fill_in(refused, {"name": "Friends"}, action=group)
    assert "Friends Groups . 1 in it. Price rule 2" in page.words
    refused = manager.fill_in(page, {"do": "remove"}, action=group, answers=409)
    assert "Friends has prices: rule 2 speaks of it." in refused.words
    desk_of(site).do(MAX, set_prices, CLUB, [{"price": "20"}])
    page = manager.fill_in(refused, {"do": "remove"}, action=group)
    assert "The group is removed." in page.words and "No group yet" in page.words
