"""The pages on which events, seat plans and flights are set up, without scripts."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from bookings.administration.events.edit import edit_event
from bookings.desk import book
from bookings.models import Booking, Event, Flight, SeatPlan, Viewer
from tests.web.visits import Visit, desk_of
from tests.world.people import ADA, ANN, MAX, NORA, SAM
from tests.world.places import AIRLINE, CLUB, FLIGHT, HAMLET, THEATRE

EVENTS, HALLS, FLIGHTS = (
    f"/admin/venues/{THEATRE}/events",
    f"/admin/venues/{THEATRE}/halls",
    f"/admin/venues/{AIRLINE}/flights",
)
HALL = "Stalls, price A 48.00\nA  1-5 | 6-10\nB  1-4 4 | 6-10"


def event_of(site: Flask, event_id: int = HAMLET) -> Event:
    with desk_of(site).database.read() as session:
        return session.get_one(Event, event_id)


def test_an_event_is_made_from_a_plan_that_is_mended_by_one_press(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    typed = {"title": "Macbeth", "starts_at": "2026-03-10T19:30", "ends_at": "2026-03-10T22:00", "plan": HALL}
    refused = manager.fill_in(manager.open(f"{EVENTS}/new"), typed, answers=422)
    assert "Line 3" in refused.error_at("plan") and refused.value_of("title") == "Macbeth"
    assert "4 stands twice. Seat 5 is missing." in refused.words
    assert refused.page.buttons("mend") == ["3"]
    mended = manager.fill_in(refused, {"mend": "3"}, answers=200)
    assert (mended.value_of("plan") or "").splitlines()[2] == "B  1-4 5 | 6-10"
    assert "20 seats in 2 rows" in mended.words and mended.value_of("starts_at") == "2026-03-10T19:30"
    made = manager.fill_in(mended)
    assert "The event is made." in made.words and "Macbeth" in made.words and "0 of 20 taken" in made.words


def test_a_saved_plan_is_drawn_into_the_form_and_changed_there(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    saved = manager.fill_in(manager.open(f"{HALLS}/new"), {"name": "Studio", "plan": "Studio, price A 20\nA 1-5"})
    assert "The plan is saved." in saved.words and "5 seats" in saved.words
    with desk_of(site).database.read() as session:
        hall = session.scalars(select(SeatPlan)).one()
    drawn = manager.fill_in(manager.open(f"{EVENTS}/new"), {"seat_plan": hall.id, "draw": "1"}, answers=200)
    assert drawn.value_of("plan") == "Studio, price A 20\nA 1-5"
    edited = manager.fill_in(
        manager.open(f"{HALLS}/{hall.id}"), {"plan": "Studio, price A 20\nA 1-6"}, action=f"{HALLS}/{hall.id}"
    )
    assert "6 seats" in edited.words
    removed = manager.fill_in(manager.open(f"{HALLS}/{hall.id}"), action=f"{HALLS}/{hall.id}/remove")
    assert "Studio is removed" in removed.words


def test_an_edit_keeps_a_sold_seat_and_says_which_line_has_it(site: Flask, visit: Visit) -> None:
    desk_of(site).do(ANN, book.book_seats, HAMLET, ["A5"])
    manager, address = visit(MAX), f"{EVENTS}/{HAMLET}"
    page = manager.open(address)
    assert "A 1-10 1 sold" in page.words
    without = (page.value_of("plan") or "").replace("A  1-10", "A  1-4 6-10")
    refused = manager.fill_in(page, {"plan": without}, answers=422, action=address)
    assert "A5 (in Stalls, row A) is sold" in refused.error_at("plan")
    fewer = without.replace("1-4 6-10", "1-5").replace("48.00", "50.00")
    saved = manager.fill_in(refused, {"plan": fewer}, action=address)
    assert "Saved." in saved.words and event_of(site).categories["A"]["price"] == "50.00"
    with desk_of(site).database.read() as session:
        assert str(session.scalars(select(Booking.price)).one()) == "48.00"


def test_the_second_of_two_reads_what_the_first_changed(site: Flask, visit: Visit) -> None:
    manager, address = visit(MAX), f"{EVENTS}/{HAMLET}"
    page = manager.open(address)
    desk_of(site).do(ADA, edit_event, HAMLET, {"title": "Hamlet, prince"})
    refused = manager.fill_in(page, {"description": "With an interval."}, answers=409, action=address)
    assert f"{ADA.name}: Title Hamlet Hamlet, prince" in refused.words


def test_a_time_that_comes_twice_asks_which(site: Flask, visit: Visit) -> None:
    manager, address = visit(MAX), f"{EVENTS}/{HAMLET}"
    times = {"starts_at": "2026-10-25T02:30", "ends_at": "2026-10-25T05:00", "doors_at": ""}
    refused = manager.fill_in(manager.open(address), times, answers=422, action=address)
    assert "comes twice" in refused.error_at("starts_at") and "1st or 2nd" in refused.words
    manager.fill_in(refused, {"starts_at": "2026-10-25T02:30 2nd"}, action=address)
    assert event_of(site).starts_at.hour == 1
    assert manager.open(address).value_of("starts_at") == "2026-10-25T02:30 2nd"


def test_seats_are_closed_and_opened_again(site: Flask, visit: Visit) -> None:
    manager, address = visit(MAX), f"{EVENTS}/{HAMLET}"
    page = manager.open(address)
    refused = manager.fill_in(
        page, {"seats": "row Q", "block_reason": "Camera"}, answers=422, action=f"{address}/close"
    )
    assert "no row Q" in refused.error_at("seats") and refused.value_of("block_reason") == "Camera"
    closed = manager.fill_in(refused, {"seats": "A1-A2, row C"}, action=f"{address}/close")
    assert "Camera A1, A2, C1" in closed.words and "not for sale" in closed.words
    opened = manager.fill_in(closed, action=f"{address}/open")
    assert "for sale again" in opened.words and "Camera" not in opened.words


def test_copies_show_every_dates_verdict_before_they_are_made(site: Flask, visit: Visit) -> None:
    manager, address = visit(MAX), f"{EVENTS}/{HAMLET}"
    page = manager.open(address)
    looked = manager.fill_in(page, {"dates": "2026-03-20\n2026-01-01"}, answers=200, action=f"{address}/copy")
    assert "Friday 20 March" in looked.words and "This is past." in looked.words
    assert looked.page.buttons("go") == []
    manager.fill_in(looked, {"go": "1"}, answers=422, action=f"{address}/copy")
    fine = manager.fill_in(looked, {"dates": "2026-03-20\n2026-03-21"}, answers=200, action=f"{address}/copy")
    assert "Make 2 copies" in fine.words
    made = manager.fill_in(fine, {"go": "1"}, action=f"{address}/copy")
    assert made.words.count("0 of 30 taken") == 3


def test_a_cancelled_event_says_so_wherever_it_is_met(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book.book_seats, HAMLET, ["A5"])
    manager, address = visit(MAX), f"{EVENTS}/{HAMLET}"
    refused = manager.fill_in(manager.open(address), {"reason": ""}, answers=422, action=f"{address}/cancel")
    cancelled = manager.fill_in(refused, {"reason": "The lead is ill"}, action=f"{address}/cancel")
    assert "Cancelled, with its bookings" in cancelled.words
    assert "The lead is ill" in visit(ANN).open(f"/bookings/{booking}").words
    assert "This is cancelled" in visit(ANN).open(f"/events/{HAMLET}").words
    assert [form["action"] for form in cancelled.page.one(id="main").all("form", method="post")] == [f"{address}/copy"]


def test_a_flight_is_made_delayed_and_cancelled_by_who_manages_the_airline(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    typed = {
        "number": "rs204", "origin": "ZRH", "destination": "LIS", "destination_zone": "Europe/Lisbon", "gate": "B31",
        "starts_at": "2026-03-10T07:10", "ends_at": "2026-03-10T09:05", "plan": "Economy, price Y 129.00\n1-20 ABC DEF",
    }  # fmt: skip
    made = manager.fill_in(manager.open(f"{FLIGHTS}/new"), typed)
    assert "RS 204 ZRH–LIS" in made.words and "0 of 120 taken" in made.words
    with desk_of(site).database.read() as session:
        flight = session.scalars(select(Flight).where(Flight.number == "RS 204")).one()
    address = f"{FLIGHTS}/{flight.event_id}"
    page = manager.open(address)
    assert page.value_of("ends_at") == "2026-03-10T09:05"
    page = manager.fill_in(page, {"estimated_departure": "2026-03-10T08:00"}, action=address)
    page = manager.fill_in(page, {"status": "DELAYED"}, action=f"{address}/status")
    assert "The status is changed" in page.words and "It is delayed now" in page.words
    assert "Cancelled" in manager.fill_in(page, {"reason": "Fog"}, action=f"{address}/cancel").words


def test_the_drawing_is_drawn_alone_while_it_is_typed(visit: Visit) -> None:
    manager = visit(MAX)
    drawn = manager.send(
        f"/admin/venues/{THEATRE}/plan-drawing", {"plan": HALL, "event": str(HAMLET)}, answers=200, htmx=True
    )
    assert drawn.page.one(id="plan-drawing").all("div", class_="tier-row") and "1 line to mend" in drawn.words


@pytest.mark.parametrize("who", [ANN, SAM, NORA])
def test_nobody_else_sees_any_of_it(visit: Visit, who: Viewer) -> None:
    for address in (
        EVENTS,
        f"{EVENTS}/new",
        f"{EVENTS}/{HAMLET}",
        HALLS,
        f"{HALLS}/new",
        FLIGHTS,
        f"{FLIGHTS}/{FLIGHT}",
    ):
        visit(who).open(address, 404)
    visit(who).send(f"/admin/venues/{THEATRE}/plan-drawing", {"plan": HALL}, answers=404)


def test_an_event_is_found_at_its_own_venue_and_under_its_own_noun(visit: Visit) -> None:
    manager = visit(ADA)
    for address in (
        f"{EVENTS}/99", f"{EVENTS}/x", f"{EVENTS}/{FLIGHT}", f"{FLIGHTS}/{HAMLET}", f"/admin/venues/{CLUB}/events/{HAMLET}",
        f"{HALLS}/none", f"{EVENTS.replace('events', 'flights')}/new",
    ):  # fmt: skip
        manager.open(address, 404)
