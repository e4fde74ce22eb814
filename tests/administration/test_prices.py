"""A venue's price rules: set by those who manage it, logged in words, and never a price of what is sold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.prices import set_prices
from bookings.administration.resources import add_resource
from bookings.administration.retiring import retire_resource
from bookings.desk import Desk, book, move
from bookings.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from bookings.models import LogEntry, MemberGroup, Membership, Noun, TopicVersion, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.violation import NoPrice
from tests import records
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, NIGHT_COURT
from tests.world.rows import add

USUAL = {"sport": "tennis", "price": "26.00"}
EVENING = {"sport": "tennis", "days": [0, 1, 2, 3, 4], "from": "17:00", "to": "22:00", "price": "32.00"}
MEMBERS = {"group": "members", "price": "10.00"}


def members(desk: Desk, *people: Viewer, until: date | None = None) -> None:
    add(desk, MemberGroup(id="members", venue_id=CLUB, name="Members"))
    add(desk, *(Membership(group_id="members", person_id=each.id, until=until) for each in people))


def rules_of(desk: Desk) -> list[Any]:
    with desk.database.read() as session:
        return session.get_one(Venue, CLUB).price_rules


def lines(desk: Desk) -> list[list[tuple[str, str | None, str | None]]]:
    with desk.database.read() as session:
        found = session.scalars(select(LogEntry).where(LogEntry.noun == Noun.PRICES).order_by(LogEntry.id))
        return [[(each["field"], each["before"], each["after"]) for each in line.values] for line in found]


def price_of(desk: Desk, booking: str) -> Decimal:
    return records.booking(desk.database, booking).price


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
def test_only_who_manages_the_venue_sets_prices(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        desk.do(who, set_prices, CLUB, [USUAL])


def test_a_change_stands_in_the_log_in_words_and_reaches_the_boards(desk: Desk) -> None:
    desk.do(MAX, set_prices, CLUB, [USUAL, EVENING])
    desk.do(MAX, set_prices, CLUB, [USUAL, EVENING | {"price": "34"}])
    desk.do(MAX, set_prices, CLUB, [EVENING | {"price": "34"}, USUAL])
    desk.do(MAX, set_prices, CLUB, [EVENING | {"price": "34"}, USUAL | {"from": "0:00", "to": "24:00", "group": ""}])
    always, evening = "Tennis, every day, all hours", "Tennis, weekdays 17:00–22:00"
    assert lines(desk) == [
        [("Tennis, every day 17:00–22:00", "CHF 32.00 an hour", None), (evening, None, "CHF 32.00 an hour")],
        [(evening, "CHF 32.00 an hour", "CHF 34.00 an hour")],
        [("Order", f"{always}; {evening}", f"{evening}; {always}")],
    ]
    with desk.database.read() as session:
        assert session.scalar(select(TopicVersion.version).where(TopicVersion.topic == f"setup:{CLUB}")) == 3


def test_a_rule_that_goes_over_to_a_court_of_the_same_name_reaches_the_boards(desk: Desk) -> None:
    desk.do(MAX, set_prices, CLUB, [{"resource": COURT_1, "price": "30"}])
    desk.do(MAX, retire_resource, COURT_1)
    again = desk.do(MAX, add_resource, CLUB, {"name": "Court 1", "sport": "tennis"})
    for redrawn in (1, 0):
        with desk.database.read() as session:
            before = version_of(session, topics.setup(CLUB))
        desk.do(MAX, set_prices, CLUB, [{"resource": again, "price": "30"}])
        with desk.database.read() as session:
            assert version_of(session, topics.setup(CLUB)) == before + redrawn


def test_of_two_who_edit_at_once_the_second_sees_what_the_first_changed(desk: Desk) -> None:
    desk.do(ADA, set_prices, CLUB, [USUAL])
    with desk.database.read() as session:
        seen = revision_of(session, Noun.PRICES, CLUB)
    desk.do(ADA, set_prices, CLUB, [USUAL | {"price": "27.00"}], seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        desk.do(MAX, set_prices, CLUB, [USUAL | {"price": "28.00"}], seen)
    assert [edit.after for edit in refused.value.edits] == ["CHF 27.00 an hour"]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"price": "-1"}, "price"), ({"price": 1e9}, "price"), ({"price": "1.005"}, "price"), ({"price": ""}, "price"), ({}, "price"),
        ({"price": "nan"}, "price"), ({"from": "22:00", "to": "21:00"}, "to"), ({"from": "10:00", "to": "10:00"}, "to"),
        ({"from": "24:00"}, "from"), ({"from": "7pm"}, "from"), ({"to": "25:00"}, "to"), ({"resource": NIGHT_COURT}, "resource"),
        ({"sport": "polo"}, "sport"), ({"group": "members"}, "group"), ({"days": []}, "days"), ({"days": [7]}, "days"),
        ({"days": "x"}, "days"), ({"min_minutes": "90", "max_minutes": "60"}, "max_minutes"), ({"min_minutes": 0}, "min_minutes"),
        ({"per": "week"}, "per"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(
    desk: Desk, rule: dict[str, Any], field: str
) -> None:
    before = rules_of(desk)
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, set_prices, CLUB, [USUAL, ({"price": "5"} if field != "price" else {}) | rule])
    assert list(refused.value.fields) == [f"{field}-2"]
    assert (rules_of(desk), lines(desk)) == (before, [])


def test_there_are_no_more_rules_than_can_be_read(desk: Desk) -> None:
    with pytest.raises(Invalid, match="At most 200 rules, not 500"):
        desk.do(MAX, set_prices, CLUB, [USUAL] * 500)


def test_a_currency_without_decimals_takes_whole_amounts(desk: Desk) -> None:
    desk.database.write(lambda session: setattr(session.get_one(Venue, CLUB), "currency", "JPY"))
    with pytest.raises(Invalid, match="JPY has no decimals"):
        desk.do(MAX, set_prices, CLUB, [{"price": "26.50"}])
    desk.do(MAX, set_prices, CLUB, [{"price": "2600.00"}])
    assert rules_of(desk) == [{"price": "2600"}]


def test_a_member_pays_the_members_price_whoever_books(desk: Desk) -> None:
    members(desk, ANN)
    desk.do(MAX, set_prices, CLUB, [USUAL, MEMBERS])
    times = [(at(f"{hour}:00"), at(f"{hour + 1}:00")) for hour in (10, 11, 12)]
    assert price_of(desk, desk.do(ANN, book.book_court, COURT_1, *times[0])) == 10
    assert price_of(desk, desk.do(BOB, book.book_court, COURT_1, *times[1])) == 26
    assert price_of(desk, desk.do(SAM, book.book_court, COURT_1, *times[2], customer=named(ANN))) == 10


def test_who_is_a_member_until_a_day_pays_so_for_what_is_played_until_then(desk: Desk) -> None:
    members(desk, ANN, until=TOMORROW)
    desk.do(MAX, set_prices, CLUB, [USUAL, MEMBERS])
    last = desk.do(ANN, book.book_court, COURT_1, at("10:00", TOMORROW), at("11:00", TOMORROW))
    after = TOMORROW + timedelta(days=1)
    later = desk.do(ANN, book.book_court, COURT_1, at("10:00", after), at("11:00", after))
    assert (price_of(desk, last), price_of(desk, later)) == (10, 26)
    assert price_of(desk, desk.do(SAM, move.move, last, COURT_1, at("12:00", after), at("13:00", after))) == 26


def test_where_members_alone_have_a_price_others_do_not_book(desk: Desk) -> None:
    members(desk, ANN)
    desk.do(MAX, set_prices, CLUB, [MEMBERS])
    with pytest.raises(NoPrice):
        desk.do(BOB, book.book_court, COURT_1, at("10:00"), at("11:00"))
    assert desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))


def test_what_is_booked_keeps_its_price_and_a_move_asks_anew(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    assert desk.do(MAX, set_prices, CLUB, [USUAL | {"price": "99.00"}]) == 2
    assert price_of(desk, booking) == 26
    desk.do(SAM, move.move, booking, COURT_1, at("12:00"), at("13:00"))
    assert price_of(desk, booking) == 99
