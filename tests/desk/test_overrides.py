"""A manager sets rules of the venue aside for one booking, with a reason; the desk and customers do not, and nobody sets a fact aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.cancel import cancel_event
from bookings.desk import Desk, Transaction
from bookings.desk.areas import hold_places
from bookings.desk.book import book_court, book_flight, book_seats, book_service, check_out
from bookings.desk.holds import extend_hold, hold_best, hold_seats
from bookings.desk.move import move
from bookings.desk.states import cancel, restore
from bookings.errors import Conflict, NotAllowed, NotFound, Refusal, SlotTaken
from bookings.models import Event, LogEntry, Resource, Viewer
from bookings.reading.bookings.view import read_booking
from bookings.rules.overrides import VENUE_RULES, Override
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import NOW, SUNDAY, TODAY, at
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, CLEO, MAX, NORA, SAM, named
from tests.world.places import (
    CHECK_UP,
    CLUB,
    COURT_1,
    COURT_2,
    DR_VOGEL,
    FLIGHT,
    HAMLET,
    MARTA,
    RS_101,
    SURGERY,
    THEATRE,
)

SIX, SEVEN, TEN, ELEVEN = at("06:00"), at("07:00"), at("10:00"), at("11:00")
DAY = timedelta(days=1)
WHY = "The regional final"
FOR_ANN = {"customer": named(ANN)}
FLIES: dict[str, Any] = {"passengers": [ANN_FLIES], "contact": ANNS_CONTACT}
Doing = Callable[..., str]


def sold_from(desk: Desk, event_id: int, days: int) -> None:
    """The sale begins so many days after this moment, or began and ended before it."""

    def change(session: Any) -> None:
        event = session.get_one(Event, event_id)
        if days > 0:
            event.on_sale_from = NOW + days * DAY
        else:
            event.on_sale_until = NOW + days * DAY

    desk.database.write(change)


# Which rule, and what breaks it.
BROKEN: dict[str, tuple[Doing, int]] = {
    "outside_hours": (partial(book_court, resource_id=COURT_1, start=SIX, end=SEVEN), 0),
    "closed": (partial(book_court, resource_id=COURT_1, start=at("10:00", SUNDAY), end=at("11:00", SUNDAY)), 0),
    "off_the_grid": (partial(book_court, resource_id=COURT_1, start=at("10:10"), end=at("11:10")), 0),
    "too_short": (partial(book_court, resource_id=COURT_1, start=at("07:00"), end=at("07:10")), 0),
    "too_long": (partial(book_court, resource_id=COURT_1, start=TEN, end=at("16:00")), 0),
    "with a coach": (partial(book_court, resource_id=COURT_1, start=SIX, end=SEVEN, coach_id=MARTA), 0),
    "an appointment": (partial(book_service, service_id=CHECK_UP, start=SIX, provider_id=DR_VOGEL), 0),
    "whoever is free": (partial(book_service, service_id=SURGERY, start=SIX), 0),
    "not_on_sale_yet": (partial(book_seats, event_id=HAMLET, labels=["A1"]), 1),
    "sale_ended": (partial(book_seats, event_id=HAMLET, labels=["A1"]), -1),
    "a flight": (partial(book_flight, flight_id=RS_101, cabin_class="ECONOMY", **FLIES), 1),
}


def doing(desk: Desk, rule: str) -> Doing:
    verb, days = BROKEN[rule]
    if days:
        sold_from(desk, FLIGHT if rule == "a flight" else HAMLET, days)
    return verb


def may(desk: Desk, who: Viewer, verb: Doing, **more: Any) -> Exception | str:
    try:
        return desk.do(who, lambda tx: verb(tx, **more))
    except (Refusal, RuleViolation) as refused:
        return refused


@pytest.mark.parametrize("rule", BROKEN)
def test_a_rule_is_set_aside_by_who_manages_the_venue_and_by_nobody_else(desk: Desk, rule: str) -> None:
    verb = doing(desk, rule)
    for who in (CLEO, SAM, MAX, ADA):
        whom = {} if who is CLEO else FOR_ANN
        with records.nothing_changes(desk.database):
            plain, given = may(desk, who, verb, **whom), may(desk, who, verb, override="  ", **whom)
        assert isinstance(plain, Refusal | RuleViolation) and plain.code in VENUE_RULES
        assert plain.overridable == (who in (MAX, ADA))
        assert isinstance(given, RuleViolation if who in (MAX, ADA) else NotAllowed)
    for who in (CLEO, SAM, NORA):
        with records.nothing_changes(desk.database):
            assert isinstance(may(desk, who, verb, override=WHY, **({} if who is CLEO else FOR_ANN)), NotAllowed)
    booked = desk.do(MAX, lambda tx: verb(tx, override=f" {WHY} ", **FOR_ANN))
    found = records.booking(desk.database, booked)
    assert found.override_reason == WHY and set(found.overridden) <= VENUE_RULES.keys() and found.overridden
    assert rule not in VENUE_RULES or rule in found.overridden


def test_it_stands_in_the_log_and_only_staff_read_it(desk: Desk) -> None:
    booked = desk.do(ADA, book_court, COURT_1, SIX, at("12:00"), override=WHY, **FOR_ANN)
    with desk.database.read() as session:
        (line,) = session.scalars(select(LogEntry))
        seen = {who.name: read_booking(session, booked, who) for who in (SAM, ANN)}
    words = {each["field"]: each["after"] for each in line.values}
    assert (line.act, words["Rules set aside"]) == ("booked", "longest booking, opening hours")
    assert words["Reason to set them aside"] == WHY
    assert (seen[SAM.name].override, seen[ANN.name].override) == (Override(("too_long", "outside_hours"), WHY), None)


def test_where_no_rule_is_in_the_way_nothing_is_set_aside(desk: Desk) -> None:
    booked = desk.do(MAX, book_court, COURT_1, TEN, ELEVEN, override=WHY, **FOR_ANN)
    found = records.booking(desk.database, booked)
    assert (found.overridden, found.override_reason) == ([], "")


def _retire(tx: Transaction) -> None:
    tx.session.get_one(Resource, COURT_2).retired_at = tx.now


def _split(tx: Transaction) -> None:
    tx.session.get_one(Resource, COURT_2).part_of = COURT_1
    book_court(tx, COURT_2, SIX, SEVEN, override="x", **FOR_ANN)


FACTS: dict[str, tuple[Callable[[Transaction], Any], Doing, type[Exception]]] = {
    "taken": (
        partial(book_court, resource_id=COURT_1, start=SIX, end=SEVEN, override="x", **FOR_ANN),
        partial(book_court, resource_id=COURT_1, start=at("06:30"), end=at("07:30")), SlotTaken,
    ),
    "a whole against its part": (_split, partial(book_court, resource_id=COURT_1, start=SIX, end=SEVEN), SlotTaken),
    "retired": (_retire, partial(book_court, resource_id=COURT_2, start=SIX, end=SEVEN), Conflict),
    "past": (
        lambda tx: None, partial(book_court, resource_id=COURT_1, start=at("04:00", TODAY), end=at("05:00", TODAY)), RuleViolation,
    ),
    "backwards": (lambda tx: None, partial(book_court, resource_id=COURT_1, start=SEVEN, end=SIX), RuleViolation),
    "longer than anything": (
        lambda tx: None, partial(book_court, resource_id=COURT_1, start=SIX, end=SIX + 32 * DAY), RuleViolation,
    ),
    "cancelled": (
        partial(cancel_event, event_id=HAMLET, reason="Storm"), partial(book_seats, event_id=HAMLET, labels=["A1"]), Conflict,
    ),
    "seats of somebody": (
        partial(book_seats, event_id=HAMLET, labels=["A1"], **FOR_ANN), partial(book_seats, event_id=HAMLET, labels=["A1"]), Refusal,
    ),
    "somewhere else": (lambda tx: None, partial(book_court, resource_id="none", start=SIX, end=SEVEN), NotFound),
}  # fmt: skip


@pytest.mark.parametrize("fact", FACTS)
def test_nobody_sets_a_fact_aside_and_nobody_is_offered_to(desk: Desk, fact: str) -> None:
    before, verb, refusal = FACTS[fact]
    desk.do(MAX, before)
    for reason in (None, WHY):
        with records.nothing_changes(desk.database):
            refused = may(desk, MAX, verb, override=reason, **FOR_ANN)
        assert isinstance(refused, refusal) and not getattr(refused, "overridable", False), refused


def test_a_move_meets_the_rules_anew_and_ends_what_was_set_aside(desk: Desk) -> None:
    booked = desk.do(MAX, book_court, COURT_1, SIX, SEVEN, override=WHY, **FOR_ANN)
    for who, reason in ((SAM, None), (SAM, WHY), (MAX, None)):
        with records.nothing_changes(desk.database), pytest.raises((RuleViolation, NotAllowed)):
            desk.do(who, move, booked, COURT_2, SIX, SEVEN, override=reason)
    desk.do(MAX, move, booked, COURT_2, SIX, SEVEN, override="The other court leaks")
    assert records.booking(desk.database, booked).override_reason == "The other court leaks"
    desk.do(SAM, move, booked, COURT_2, TEN, ELEVEN)
    assert records.booking(desk.database, booked).overridden == []
    with desk.database.read() as session:
        last = session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()
    assert {"field": "Rules set aside", "before": "opening hours", "after": None} in last.values


def test_what_comes_back_is_what_was_booked_with_what_was_set_aside(desk: Desk) -> None:
    booked = desk.do(MAX, book_court, COURT_1, SIX, SEVEN, override=WHY, **FOR_ANN)
    desk.do(SAM, cancel, booked)
    desk.do(SAM, restore, booked)
    assert records.booking(desk.database, booked).override_reason == WHY


@pytest.mark.parametrize("days", [1, -1])
def test_what_is_set_aside_for_a_basket_holds_for_all_of_it_and_for_its_booking(desk: Desk, days: int) -> None:
    sold_from(desk, HAMLET, days)
    for verb in (partial(hold_seats, labels=["A1"]), partial(hold_best, count=2), partial(hold_places, area="stalls", count=1)):
        with records.nothing_changes(desk.database):
            assert isinstance(may(desk, SAM, verb, event_id=HAMLET), Conflict)
            assert getattr(may(desk, MAX, verb, event_id=HAMLET), "overridable", False)
    desk.do(MAX, hold_best, HAMLET, 2, override=WHY)
    desk.do(MAX, hold_seats, HAMLET, ["B1"])
    desk.do(MAX, extend_hold, HAMLET)
    booked = desk.do(MAX, check_out, HAMLET, **FOR_ANN)
    found = records.booking(desk.database, booked)
    assert (len(found.seats), found.venue_id, found.override_reason) == (3, THEATRE, WHY)


def test_what_customers_are_bound_by_alone_is_never_set_aside_for_staff(desk: Desk) -> None:
    far = at("10:00") + 100 * DAY
    booked = desk.do(MAX, book_court, COURT_1, far, far + timedelta(hours=1), override=WHY, **FOR_ANN)
    assert records.booking(desk.database, booked).overridden == [] and records.booking(desk.database, booked).venue_id == CLUB
