"""Whatever happens while pages are open, what they are sent makes each of them equal to a fresh one of the same address.

Everything is real but the browser and the socket (`tests/live/open_pages`).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select

from bookings.administration.events.cancel import cancel_event
from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.edit import edit_event
from bookings.administration.events.flights import edit_flight
from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.prices import set_prices
from bookings.administration.resources import add_resource, edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, retire_resource
from bookings.administration.services import retire_service
from bookings.administration.venues import edit_venue
from bookings.desk.areas import hold_places
from bookings.desk.blocks import block_seats, block_time
from bookings.desk.book import book_court, book_seats, book_service, check_out
from bookings.desk.customers.conversation import mark_read, send_message
from bookings.desk.delete import delete_booking
from bookings.desk.events.flight_status import change_flight_status, operate_flight
from bookings.desk.holds import drop_seats, hold_seats, release_hold
from bookings.desk.money.online.events import take_event
from bookings.desk.money.online.settle import settle_message
from bookings.desk.money.online.shares import split, unite
from bookings.desk.money.pay import take_payment
from bookings.desk.money.price import set_price
from bookings.desk.move import move
from bookings.desk.states import cancel, check_in, restore
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.offers import offer_next
from bookings.desk.waiting.wishes import join_list, leave_list
from bookings.models import Booking, Resource, Wish
from bookings.models.person import RINGSIDE
from bookings.rules.money.online import ProviderEvent, Told
from bookings.rules.status import FlightStatus
from tests.live.open_pages.site import Theatre
from tests.live.open_pages.verbs import PLAN, EveryPage
from tests.world.arena import ARENA
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, SAM, named
from tests.world.places import CHECK_UP, CLUB, COURT_1, COURT_2, COURT_3, DR_VOGEL, FLIGHT, HAMLET, ROW_A, RS_101


def wait_no_longer(tx: Transaction) -> int:
    return leave_list(tx, tx.session.execute(select(Wish.id).where(Wish.ended_at.is_(None))).scalar_one())


PAID_TO_NOBODY = ProviderEvent("test", "1", Told.PAID, amount=Decimal("5.00"), currency="CHF")


def test_after_each_verb_pages_equal_fresh_ones(sqlite_template: Path, tmp_path: Path) -> None:
    """Every verb at least once, where it changes something for somebody who looks."""
    EveryPage.theatre = Theatre.filled(sqlite_template, tmp_path)
    site = EveryPage()
    with site.database.read() as session:
        [first] = session.scalars(select(Booking.id).where(Booking.kind == "court"))
    for who, verb, *what in (
        (ANN, hold_seats, HAMLET, ["A1", "A2", "C1"]),
        (ANN, drop_seats, HAMLET, ["A2"]),
        (BOB, hold_seats, HAMLET, ["B1"]),
        (ANN, check_out, HAMLET),
        (ANN, hold_seats, ARENA, ["4-A1"]),
        (SAM, block_seats, HAMLET, [*ROW_A[2:4], *ROW_A[5:]], "Broken"),
        (CLEO, hold_seats, HAMLET, ["A2"]),
        (ANN, join_list, HAMLET, 2, ["A"]),
        (CLEO, release_hold, HAMLET),
        (RINGSIDE, offer_next, HAMLET),
        (ANN, wait_no_longer),
        (SAM, block_time, [COURT_1], at("10:00", TODAY), at("10:30", TODAY), "Rain"),
        (SAM, set_price, first, "10 %", "A regular guest"),
        (ANN, split, first, 3),
        (RINGSIDE, take_event, PAID_TO_NOBODY),
        (ADA, settle_message, "test:1", "Given back at the bank"),
        (ANN, unite, first),
        (ANN, split, first, 2),
        (SAM, take_payment, first),
        (SAM, send_message, first, "Bring <b>two</b> rackets"),
        (ANN, send_message, first, "I have only one"),
        (ANN, send_message, first, "It is red"),
        (SAM, mark_read, first),
        (SAM, cancel, first),
        (SAM, restore, first),
        (SAM, move, first, COURT_2, at("10:00", TODAY), at("11:00", TODAY)),
        (SAM, check_in, first),
        (BOB, book_service, CHECK_UP, at("10:00")),
        (SAM, block_seats, HAMLET, ["A5"], "Broken"),
        (ADA, change_flight_status, RS_101, FlightStatus.CANCELLED),
        (ADA, change_flight_status, RS_101, FlightStatus.SCHEDULED),
        (MAX, edit_venue, CLUB, {"notice_minutes": 90}),
        (MAX, set_prices, CLUB, [{"sport": "tennis", "price": "27"}, {"resource": COURT_2, "price": "9", "per": "booking"}]),
        (MAX, set_hours, CLUB, {"special_days": [{"date": str(TODAY), "hours": [["09:00", "20:00"]]}]}, None),
        (MAX, set_own_hours, DR_VOGEL, {"hours": {"1": [["08:00", "12:00"]]}}),
        (MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"]),
        (MAX, edit_resource, COURT_2, {"number": 1}),
        (MAX, retire_service, CHECK_UP),
        (MAX, add_resource, CLUB, {"name": "Court 4", "sport": "tennis"}),
        (SAM, block_time, [COURT_1], at("14:00", TODAY), at("15:00", TODAY), "Rain"),
    ):
        site.do(who, verb, *what)
        assert site.refused is None, (verb.__name__, site.refused)
    with site.database.read() as session:
        [part, _] = session.scalars(select(Resource.id).where(Resource.part_of == COURT_1))
    for court, hour in ((part, 12), (COURT_1, 13), (COURT_3, 16)):
        site.do(SAM, book_court, court, at(f"{hour}:00", TODAY), at(f"{hour + 1}:00", TODAY), customer=named(ANN))
        assert site.refused is None
    early = at("06:00", TOMORROW), at("06:30", TOMORROW)  # of which there is no cell
    site.do(MAX, book_court, COURT_2, *early, customer=named(ANN), override="The final")
    assert site.refused is None
    with site.database.read() as session:
        last = session.scalars(select(Booking.id).where(Booking.resource_id == COURT_3)).one()
    for verb, more in (
        (retire_resource, {"go_on": True}),
        (bring_back_resource, {}),
        (retire_resource, {"go_on": True}),
    ):
        for court in (COURT_3, part, COURT_2):
            site.do(MAX, verb, court, **more)
            assert site.refused is None
    site.do(SAM, cancel, last)  # a court that is retired leaves the board with the last that it had
    assert site.refused is None
    site.time_goes_by(gone=3, cleans=False)
    site.open_again(0)
    site.time_goes_by(gone=11, cleans=True)
    site.hours_go_by()
    site.do(SAM, delete_booking, first)
    assert site.refused is None
    site.teardown()


def test_after_each_edit_of_an_event_pages_equal_fresh_ones(sqlite_template: Path, tmp_path: Path) -> None:
    EveryPage.theatre = Theatre.filled(sqlite_template, tmp_path)
    site = EveryPage()
    site.pages = [page for page in site.pages if "/board" not in page.path]
    for who, verb, *what in (
        (ANN, hold_seats, HAMLET, ["A1", "C1"]),
        (ANN, check_out, HAMLET),
        (MAX, edit_event, HAMLET, {"plan": PLAN, "description": "With an interval.", "seats_per_basket": 4}),
        (ANN, hold_places, HAMLET, "standing", 2),
        (BOB, book_seats, HAMLET, ["S-3"]),
        (MAX, close_listed, HAMLET, "S-4, B3-B5", "Camera"),
        (
            MAX,
            edit_event,
            HAMLET,
            {"starts_at": "2026-03-04T20:00", "title": "Hamlet, late", "on_sale_from": "2026-03-03T10:00"},
        ),
        (MAX, edit_event, HAMLET, {"on_sale_from": None, "plan": PLAN.replace("3-10", "3-9")}),
        (
            MAX,
            edit_flight,
            RS_101,
            {"gate": "A1", "estimated_departure": "2026-03-04T08:00", "destination_zone": "Europe/Oslo"},
        ),
        (SAM, operate_flight, RS_101, {"status": "delayed", "gate": "B2", "estimated_departure": "2026-03-04T08:30"}),
        (MAX, cancel_event, HAMLET, "The lead is ill"),
        (MAX, cancel_event, FLIGHT, "Fog"),
    ):
        site.do(who, verb, *what)
        assert site.refused is None, (verb.__name__, site.refused)
    site.teardown()


@pytest.mark.timeout(3600)  # what is wrong is made small before it is shown
@pytest.mark.parametrize("examples", [pytest.param(2), pytest.param(500, marks=pytest.mark.long)])
def test_what_pages_are_sent_makes_them_equal_to_fresh_ones(
    sqlite_template: Path, tmp_path: Path, examples: int
) -> None:
    EveryPage.theatre = Theatre.filled(sqlite_template, tmp_path)
    run_state_machine_as_test(
        EveryPage,
        settings=settings(
            max_examples=examples, stateful_step_count=10, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
