"""Member groups: made, named, ordered and removed by those who manage the venue, and who is in them until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bookings.accounts.own.profile import change_profile
from bookings.administration.groups import add_member, edit_group, make_group, remove_group, remove_member
from bookings.administration.prices import set_prices
from bookings.desk import Desk, book
from bookings.errors import ChangedMeanwhile, Conflict, Invalid, NameMismatch, NotAllowed, NotFound
from bookings.models import LogEntry, Noun, Person, Viewer
from bookings.reading.administration.groups import Group, Member, read_groups, read_members
from bookings.reading.people.record import read_record
from tests import records
from tests.world.clock import NOW, TODAY, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, email_of, named
from tests.world.places import CLUB, COURT_1, OTHER_CLUB

MANY = 60


def groups(desk: Desk) -> tuple[Group, ...]:
    with desk.database.read() as session:
        return read_groups(session, CLUB, MAX)[1]


def members(desk: Desk, group: str, page: int = 1) -> tuple[Member, ...]:
    with desk.database.read() as session:
        return read_members(session, CLUB, group, MAX, NOW, page).members


def log(desk: Desk) -> list[tuple[str, list[tuple[str, str | None, str | None]]]]:
    with desk.database.read() as session:
        lines = session.scalars(select(LogEntry).where(LogEntry.noun == Noun.GROUP).order_by(LogEntry.id))
        return [(line.act, [(each["field"], each["before"], each["after"]) for each in line.values]) for line in lines]


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
def test_only_who_manages_the_venue_makes_a_group_and_puts_people_in(
    desk: Desk, who: Viewer, refused: type[Exception]
) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    for verb, *what in ((make_group, {"name": "Guests"}), (add_member, group, named(ANN)), (remove_group, group)):
        with pytest.raises(refused):
            desk.do(who, verb, CLUB, *what)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        desk.do(ADA, remove_group, OTHER_CLUB, group)


def test_to_put_an_address_into_a_group_tells_nobody_whose_it_is(desk: Desk) -> None:
    desk.do(BOB, change_profile, {"name": BOB.name, "phone": "+41 44 123 45 67", "names": "Rex Birdwell (pet)"})
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(MAX, add_member, CLUB, group, {"name": "Somebody", "email": email_of(BOB)})
    with desk.database.read() as session:
        record = read_record(session, CLUB, BOB.id, SAM)
    assert (record.customer.name, record.customer.phone, record.names) == ("Somebody", "", ())
    desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "Somebody", "email": email_of(BOB)})
    with desk.database.read() as session:
        assert read_record(session, CLUB, BOB.id, SAM).names == ()


def test_groups_are_made_named_ordered_and_removed_and_the_log_says_so(desk: Desk) -> None:
    first, second, third = (desk.do(MAX, make_group, CLUB, {"name": name}) for name in ("Members", "Juniors", "Guests"))
    desk.do(MAX, edit_group, CLUB, third, {"position": "1"})
    desk.do(MAX, edit_group, CLUB, second, {"name": "Youth"})
    desk.do(MAX, add_member, CLUB, first, named(ANN))
    desk.do(MAX, remove_group, CLUB, first)
    assert [each.name for each in groups(desk)] == ["Guests", "Youth"]
    assert log(desk)[3:] == [
        ("changed", [("Place", "3", "1")]),
        ("changed", [("Name", "Juniors", "Youth")]),
        ("joined", [(ANN.name, None, "without an end")]),
        ("removed", [("Name", "Members", None), ("Members", "1", None)]),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "MEMBERS"}, "name"),
        ({"name": 7}, "name"),
    ],
)
def test_a_name_that_cannot_be_is_refused(desk: Desk, given: dict[str, Any], field: str) -> None:
    desk.do(MAX, make_group, CLUB, {"name": "Members"})
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, make_group, CLUB, given)
    assert list(refused.value.fields) == [field] and len(groups(desk)) == 1


def test_a_venue_has_only_so_many_groups(desk: Desk) -> None:
    for number in range(50):
        desk.do(MAX, make_group, CLUB, {"name": f"Group {number}"})
    with pytest.raises(Invalid, match="at most 50"):
        desk.do(MAX, make_group, CLUB, {"name": "One more"})
    with pytest.raises(Invalid):
        desk.do(MAX, edit_group, CLUB, groups(desk)[0].id, {"position": 51})


def test_a_group_with_prices_stays(desk: Desk) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(MAX, set_prices, CLUB, [{"price": "26"}, {"group": group, "price": "16"}])
    with pytest.raises(Conflict, match="Members has prices: rule 2 speaks of it"):
        desk.do(MAX, remove_group, CLUB, group)
    desk.do(MAX, set_prices, CLUB, [{"price": "26"}])
    desk.do(MAX, remove_group, CLUB, group)
    assert groups(desk) == ()


def test_of_two_who_edit_a_group_the_second_sees_what_the_first_changed(desk: Desk) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    seen = groups(desk)[0].revision
    desk.do(ADA, edit_group, CLUB, group, {"name": "Circle"}, seen)
    with pytest.raises(ChangedMeanwhile, match=ADA.name):
        desk.do(MAX, edit_group, CLUB, group, {"name": "Friends"}, seen)


def test_people_are_put_in_until_a_day_and_taken_out(desk: Desk) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    desk.do(MAX, add_member, CLUB, group, {"id": ANN.id}, TOMORROW.isoformat())
    paul = desk.do(MAX, add_member, CLUB, group, {"name": "Paul Penn", "email": "paul@example.com"})
    assert members(desk, group) == (
        Member(ANN.id, ANN.name, email_of(ANN), TOMORROW, False),
        Member(paul, "Paul Penn", "paul@example.com", None, False),
    )
    desk.do(MAX, add_member, CLUB, group, {"id": ANN.id})
    desk.do(MAX, remove_member, CLUB, group, paul)
    assert [(each.name, each.until) for each in members(desk, group)] == [(ANN.name, None)]
    with pytest.raises(NotFound):
        desk.do(MAX, remove_member, CLUB, group, paul)


@pytest.mark.parametrize("until", ["soon", "2026-02-30", (TODAY - timedelta(days=1)).isoformat(), 7])
def test_a_day_that_cannot_be_is_refused_at_its_field(desk: Desk, until: object) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, add_member, CLUB, group, named(ANN), until)
    assert list(refused.value.fields) == ["until"] and members(desk, group) == ()


def test_a_venue_does_not_learn_the_name_behind_an_address(desk: Desk) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(MAX, add_member, CLUB, group, {"name": "Somebody", "email": email_of(BOB)})
    assert [each.name for each in members(desk, group)] == ["Somebody"]
    desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    with pytest.raises(NameMismatch):
        desk.do(MAX, add_member, CLUB, group, {"name": "Somebody", "email": email_of(ANN)})


def test_members_come_by_the_page(desk: Desk) -> None:
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    for number in range(MANY):
        desk.do(MAX, add_member, CLUB, group, {"name": f"Guest {number:02}"})
    assert [len(members(desk, group, page)) for page in (1, 2, 3)] == [50, 10, 0]
    assert groups(desk)[0].members == MANY
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person).where(Person.name.startswith("Guest"))) == MANY


def test_of_several_groups_the_first_says_the_price(desk: Desk) -> None:
    first, second = (desk.do(MAX, make_group, CLUB, {"name": name}) for name in ("Members", "Juniors"))
    rules = [{"price": "26"}, {"group": first, "price": "16"}, {"group": second, "price": "10"}]
    desk.do(MAX, set_prices, CLUB, rules)
    for group in (first, second):
        desk.do(MAX, add_member, CLUB, group, named(ANN))
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    assert records.booking(desk.database, booking).price == 16
    desk.do(MAX, edit_group, CLUB, second, {"position": 1})
    booking = desk.do(ANN, book.book_court, COURT_1, at("11:00"), at("12:00"))
    assert records.booking(desk.database, booking).price == 10
