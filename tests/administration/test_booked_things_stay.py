"""Whatever those who manage a venue do to its hours, courts, services and flights: each booking keeps claims, time and price."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.administration.events.flights import edit_flight
from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.leave import add_leave
from bookings.administration.resources import edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, delete_resource, retire_resource
from bookings.administration.services import delete_service, edit_service, retire_service
from bookings.administration.venues import edit_venue
from bookings.desk import Desk, book
from bookings.errors import Refusal
from bookings.models import Booking, Claim
from bookings.rules.violation import RuleViolation
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, SAM, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_AMSEL,
    DR_VOGEL,
    FLIGHT,
    MARTA,
    RS_101,
)

Kept = dict[str, tuple[Any, ...]]

CLOCKS = st.sampled_from(["00:00", "06:00", "09:30", "11:00", "18:00", "24:00", "02:00", "25:00"])
SPANS = st.lists(st.tuples(CLOCKS, CLOCKS).map(list), max_size=2)
WEEKS = st.dictionaries(st.sampled_from("0123456"), SPANS, max_size=3)
DAYS = st.lists(
    st.fixed_dictionaries({"date": st.sampled_from([str(TODAY), str(TOMORROW)]), "yearly": st.booleans(), "hours": SPANS}), max_size=2
)
COURTS = st.sampled_from([COURT_1, COURT_2, COURT_3])
PEOPLE = st.sampled_from([DR_VOGEL, DR_AMSEL, MARTA])
NAMES = st.sampled_from(["Court 1", "Centre", "Half", ""])
PLANS = st.builds("Economy, price Y {}.00\n1-2  {}".format, st.integers(-1, 300), st.sampled_from(["ABC", "AB", "ABC DEF", "xABC", ""]))
EDITS = st.one_of(
    st.tuples(st.just(set_hours), st.just(CLUB), st.fixed_dictionaries({"hours": WEEKS, "special_days": DAYS})),
    st.tuples(st.just(set_own_hours), PEOPLE, st.fixed_dictionaries({"hours": st.none() | WEEKS})),
    st.tuples(
        st.just(edit_resource), COURTS,
        st.dictionaries(st.sampled_from(["name", "sport"]), NAMES) | st.fixed_dictionaries({"part_of": COURTS | st.just("")})
        | st.fixed_dictionaries({"number": st.integers(0, 9)}),
    ),
    st.tuples(st.just(split_resource), COURTS, st.lists(NAMES, max_size=3)),
    st.tuples(st.sampled_from([retire_resource, bring_back_resource, delete_resource]), COURTS | PEOPLE),
    st.tuples(st.just(add_leave), PEOPLE, st.just(str(TODAY)), st.just(str(TOMORROW)), st.just("Away")),
    st.tuples(
        st.just(edit_service), st.just(CHECK_UP),
        st.fixed_dictionaries({
            "minutes": st.sampled_from([30, 60, 90]), "buffer_after": st.integers(0, 60), "providers": st.just([DR_AMSEL]),
        }),
    ),
    st.tuples(st.sampled_from([retire_service, delete_service]), st.just(CHECK_UP)),
    st.tuples(
        st.just(edit_flight), st.just(RS_101),
        st.fixed_dictionaries({"plan": PLANS}) | st.fixed_dictionaries({"gate": NAMES, "destination_zone": st.just("Europe/Oslo")}),
    ),
    st.tuples(st.just(edit_venue), st.sampled_from([CLUB, CLINIC]), st.fixed_dictionaries({"notice_minutes": st.integers(0, 999)})),
)  # fmt: skip


def kept(desk: Desk) -> Kept:
    """What each booking has: its time, its price, and its claims but for those on parts of its court."""
    with desk.database.read() as session:
        bookings = session.scalars(select(Booking)).all()
        claims = session.scalars(select(Claim).where(Claim.booking_id.is_not(None))).all()
        return {
            each.id: (
                each.starts_at, each.ends_at, each.price, each.resource_id, each.status,
                {
                    (claim.resource_id, claim.seat_id, claim.kind, claim.starts_at, claim.ends_at)
                    for claim in claims
                    if claim.booking_id == each.id and claim.resource_id in (each.resource_id, each.coach_id)
                },
            )
            for each in bookings
        }  # fmt: skip


@pytest.mark.timeout(600)
def test_every_edit_keeps_what_is_booked(desk: Desk) -> None:
    for court, start in ((COURT_1, "10:00"), (COURT_2, "10:30"), (COURT_2, "20:00")):
        desk.do(SAM, book.book_court, court, at(start), at("21:00" if start == "20:00" else "12:00"), customer=named(ANN))
    desk.do(SAM, book.book_court, COURT_1, at("17:00"), at("18:00"), customer=named(BOB), coach_id=MARTA)
    desk.do(SAM, book.book_service, CHECK_UP, at("10:00"), customer=named(ANN), provider_id=DR_VOGEL)
    desk.do(ANN, book.book_seats, FLIGHT, ["1A", "2B"], passengers=[ANN_FLIES, ANN_FLIES], contact=ANNS_CONTACT)
    before = kept(desk)

    @settings(max_examples=30, database=None, derandomize=True, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.lists(EDITS, min_size=1, max_size=5))
    def edited(edits: list[tuple[Any, ...]]) -> None:
        for verb, *what in edits:
            more = {"go_on": True} if verb in (set_hours, set_own_hours, retire_resource) else {}
            try:
                desk.do(MAX, verb, *what, **more)
            except (Refusal, RuleViolation):
                continue
            assert kept(desk) == before

    edited()
