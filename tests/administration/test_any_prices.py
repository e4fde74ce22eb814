"""Whatever the price rules are: what the page answers is what a booking costs, and what is booked keeps its price."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.administration.prices import set_prices
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.transaction import Transaction
from bookings.models import Booking, MemberGroup, Membership
from bookings.reading.administration.prices import PriceList, read_prices
from bookings.reading.boards.openings import read_opening
from bookings.rules.violation import NoPrice
from bookings.web.administration.prices.draft import saved_draft
from bookings.web.administration.prices.effects import effects_of
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, BOB, CLEO, MAX
from tests.world.places import CLUB, COURT_1, COURT_2
from tests.world.rows import add

Rule = dict[str, Any]
PEOPLE = {"members": ANN, "guests": BOB, "": CLEO}
clocks = st.sampled_from(["00:00", "09:30", "11:00", "17:15", "20:00", "24:00"])
rules = st.fixed_dictionaries(
    {"price": st.decimals(0, 90, places=2).map(str)},
    optional={
        "resource": st.sampled_from([COURT_1, COURT_2]),
        "sport": st.just("tennis"),
        "days": st.lists(st.integers(0, 6), min_size=1, max_size=7),
        "group": st.sampled_from(["members", "guests"]),
        "min_minutes": st.sampled_from([60, 90]),
        "per": st.sampled_from(["hour", "booking"]),
        "extra": st.booleans(),
    },
)
times = st.tuples(clocks, clocks).filter(lambda pair: pair[0] < pair[1])
any_rules = st.lists(
    st.tuples(rules, times).map(lambda pair: {**pair[0], "from": pair[1][0], "to": pair[1][1]}), max_size=6
)


ALWAYS: list[list[Rule]] = [
    [], [{"price": "26"}], [{"price": "10", "group": "members"}], [{"price": "4", "group": "guests", "extra": True}]
]  # fmt: skip


class TakenBack(Exception):
    """Ends a transaction that was only to show what would happen."""


@pytest.fixture
def club(database: Database) -> Desk:
    """With members, guests, and a booking of each."""
    desk = Desk(database)
    for position, (group, person) in enumerate([*PEOPLE.items()][:2]):
        add(desk, MemberGroup(id=group, venue_id=CLUB, name=group, position=position))
        add(desk, Membership(group_id=group, person_id=person.id))
    for hour, person in enumerate(PEOPLE.values(), 18):
        desk.do(person, book.book_court, COURT_1, at(f"{hour}:00", TOMORROW), at(f"{hour + 1}:00", TOMORROW))
    return desk


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True, database=None)
@given(
    first=st.sampled_from(ALWAYS), written=any_rules, last=st.sampled_from(ALWAYS), start=st.integers(14, 30),
    length=st.sampled_from([30, 60, 90, 120]),
)  # fmt: skip
def test_what_is_quoted_is_charged_and_what_is_booked_keeps_its_price(
    club: Desk, first: list[Rule], written: list[Rule], last: list[Rule], start: int, length: int
) -> None:
    clock = f"{start // 2:02}:{start % 2 * 30:02}"
    begins = at(clock, TOMORROW)
    ends = begins + timedelta(minutes=length)

    def tried(tx: Transaction) -> None:
        before = prices(tx)
        set_prices(replace(tx, by=MAX), CLUB, [*first, *written, *last])
        found = read_prices(tx.session, CLUB, MAX, tx.now)
        assert prices(tx) == before
        for group, person in PEOPLE.items():
            answer = answered(found, group, clock, length)
            opening = read_opening(tx.session, CLUB, COURT_2, begins, person, tx.now)
            shown = {choice.minutes: choice.price for choice in opening.choices}
            attempt = tx.session.begin_nested()
            try:
                booking = book.book_court(replace(tx, by=person), COURT_2, begins, ends)
                charged = tx.session.get_one(Booking, booking).price
            except NoPrice:
                charged = None
            attempt.rollback()
            assert charged == answer == shown.get(length)
        raise TakenBack

    with pytest.raises(TakenBack):
        club.do(MAX, tried)


def answered(found: PriceList, group: str, clock: str, minutes: int) -> Decimal | None:
    """What the page says to the question; None for no price."""
    asked = {"group": group, "court": COURT_2, "day": str(TOMORROW), "time": clock, "minutes": str(minutes)}
    answer = effects_of(saved_draft(found.rules), found, asked).answer
    assert answer is not None and (answer.quote is not None or "no price" in answer.refusal)
    return answer.quote.price if answer.quote else None


def prices(tx: Transaction) -> dict[str, Decimal]:
    return dict(tx.session.execute(select(Booking.id, Booking.price)).all())
