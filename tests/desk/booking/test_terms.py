"""One answer to "may this be booked": what a board, the free times and the alternatives offer is accepted, the rest refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

import pytest

from bookings.database import Database
from bookings.desk import Desk, Transaction, book
from bookings.desk.alternatives.taken import SpanRequest, Taken
from bookings.desk.alternatives.times import STEPS, refused_times
from bookings.desk.claims.claim_requests import appointment_claims
from bookings.errors import Refusal
from bookings.models import Service, Venue, Viewer
from bookings.reading.boards.openings import read_opening
from bookings.reading.free_times import read_free_times
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation
from tests.world.clock import SUNDAY, TODAY, TOMORROW, at, now_of, set_clock
from tests.world.people import ANN, CLEO, SAM, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_AMSEL,
    DR_VOGEL,
    NIGHT_COURT,
    NIGHT_HALL,
    SURGERY,
)

T = TypeVar("T")
Verb = Callable[[Transaction], object]
VENUES = {COURT_1: CLUB, NIGHT_COURT: NIGHT_HALL, DR_VOGEL: CLINIC}
HALF_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)
CLOCKS = [at("10:05", TODAY), at("21:40", TODAY), at("23:50", TODAY)]
DAYS = [TODAY - timedelta(days=1), TODAY, TOMORROW, SUNDAY, TODAY + timedelta(days=28), TODAY + timedelta(days=29)]


class TakenBack(Exception):
    """Ends a transaction that was only to show what would go through."""


@pytest.fixture
def desk(sqlite: Database) -> Desk:
    """A club in which Court 1 is for sale from ten on only, and something is taken on each court and with Dr. Vogel."""

    def shorten(tx: Transaction) -> None:
        first = {"resource": COURT_1, "from": "10:00", "to": "22:00", "price": "26.00"}
        others = [{"resource": court, "price": "26.00"} for court in (COURT_2, COURT_3)]
        tx.session.get_one(Venue, CLUB).price_rules = [first, *others]

    desk = Desk(sqlite)
    desk.do(SAM, shorten)
    for court in (COURT_1, NIGHT_COURT):
        desk.do(SAM, book.book_court, court, at("16:00"), at("17:00"), customer=named(ANN))
    desk.do(SAM, book.book_service, SURGERY, at("16:00"), provider_id=DR_VOGEL, customer=named(ANN))
    return desk


def accepted(desk: Desk, who: Viewer, verbs: Mapping[T, Verb]) -> set[T]:
    """Which of the verbs would go through, each tried by itself and taken back."""
    found = set()

    def tried(tx: Transaction) -> None:
        for key, verb in verbs.items():
            attempt = tx.session.begin_nested()
            try:
                verb(tx)
                found.add(key)
            except (Refusal, RuleViolation, Taken):
                pass
            attempt.rollback()
        raise TakenBack

    with pytest.raises(TakenBack):
        desk.do(who, tried)
    return found


def whom(who: Viewer) -> dict[str, str] | None:
    return named(CLEO) if who is SAM else None


def court_verb(who: Viewer, court: str, start: datetime, end: datetime) -> Verb:
    return partial(book.book_court, resource_id=court, start=start, end=end, customer=whom(who))


def visit_verb(who: Viewer, service: str, start: datetime, provider: str = DR_VOGEL) -> Verb:
    return partial(book.book_service, service_id=service, start=start, provider_id=provider, customer=whom(who))


def verbs_at(who: Viewer, place: str, start: datetime) -> dict[str, Verb]:
    """Everything that could be asked for there, by the value that the board's form would send."""
    if place == DR_VOGEL:
        return {service: visit_verb(who, service, start) for service in (CHECK_UP, SURGERY)}
    ends = [start + timedelta(minutes=minutes) for minutes in (15, *range(30, 241, 30))]
    return {iso(end): court_verb(who, place, start, end) for end in ends}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("who", [CLEO, SAM])
def test_the_board_opens_what_the_verb_accepts(desk: Desk, who: Viewer, clock: datetime) -> None:
    set_clock(desk.database, clock)
    chance = random.Random(f"{who.name} {clock}")
    starts = [at("00:00", day) + timedelta(minutes=15 * chance.randrange(96)) for day in DAYS for _ in range(4)]
    starts += [clock.replace(minute=0) + n * HALF_HOUR for n in range(-6, 6)]
    opened, tried = 0, 0
    for place, venue in VENUES.items():
        for start in starts:
            with desk.database.read() as session:
                opening = read_opening(session, venue, place, start, who, now_of(desk.database))
            offered = {choice.value for choice in opening.choices}
            verbs = verbs_at(who, place, start)
            assert offered == accepted(desk, who, verbs), f"{opening.name} at {start}: {opening.refusal}"
            opened, tried = opened + len(offered), tried + len(verbs)
    assert 50 < opened < tried - 50


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("day", [TODAY, TOMORROW, TODAY + timedelta(days=28), TODAY + timedelta(days=29)])
def test_the_free_times_are_what_the_verb_accepts_of_a_customer(desk: Desk, day: date, clock: datetime) -> None:
    set_clock(desk.database, clock)
    starts = [at("00:00", day) + n * HALF_HOUR for n in range(48)]
    for place, venue in VENUES.items():
        with desk.database.read() as session:
            free = read_free_times(session, venue, day, ANN, now_of(desk.database))
        listed = {
            (each.service_id, each.start) for each in free.courts + free.appointments if each.resource_id == place
        }
        verbs: dict[tuple[str | None, datetime], Verb] = {}
        for start in starts:
            if place == DR_VOGEL:
                verbs |= {(service, start): visit_verb(CLEO, service, start) for service in (CHECK_UP, SURGERY)}
            else:
                verbs[None, start] = court_verb(CLEO, place, start, start + HALF_HOUR)
        assert listed == accepted(desk, CLEO, verbs)


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("who", [CLEO, SAM])
def test_the_alternatives_are_what_the_verb_accepts(desk: Desk, who: Viewer, clock: datetime) -> None:
    set_clock(desk.database, clock)
    shifts = [n * HALF_HOUR for n in range(-STEPS, STEPS + 1) if n]
    wanted = [clock.replace(minute=0) + n * HOUR for n in (-1, 0, 1, 3)]
    wanted += [at("08:30"), at("16:00"), at("21:00"), at("21:00", TODAY + timedelta(days=28))]
    found = 0
    for start in wanted:
        court = [SpanRequest(COURT_1, start, start + HOUR)]
        verbs = {
            (COURT_1, start + shift): court_verb(who, COURT_1, start + shift, start + shift + HOUR) for shift in shifts
        }
        verbs |= {(each, start): court_verb(who, each, start, start + HOUR) for each in (COURT_2, COURT_3)}
        assert offers(desk, who, court) == accepted(desk, who, verbs), f"Court 1 at {start}"
        with desk.database.read() as session:
            visit = appointment_claims(session.get_one(Service, CHECK_UP), DR_VOGEL, start, 30)
        verbs = {(DR_VOGEL, start + shift): visit_verb(who, CHECK_UP, start + shift) for shift in shifts}
        verbs |= {(DR_AMSEL, start): visit_verb(who, CHECK_UP, start, DR_AMSEL)}
        assert offers(desk, who, visit) == accepted(desk, who, verbs), f"Dr. Vogel at {start}"
        found += len(offers(desk, who, visit))
    assert found


def offers(desk: Desk, who: Viewer, requests: list[SpanRequest]) -> set[tuple[str | None, datetime | None]]:
    """All that would be offered in place of these, not only the best two."""
    with desk.database.read() as session:
        refusal = refused_times(session, requests, who, now_of(desk.database), count=99)
    return {(offer.resource_id, offer.start) for offer in refusal.offers}
