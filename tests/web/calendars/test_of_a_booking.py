"""A booking as a file for a calendar program: what it says, to whom, and how it follows the booking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from icalendar import Calendar

from bookings.desk import book
from bookings.desk.book import book_flight
from bookings.desk.move import change_details, move
from bookings.desk.states import restore, switch
from bookings.rules.status import BookingStatus
from tests import records
from tests.web.bookings.booked import UNKNOWN, booked
from tests.web.visits import Visit, Visitor, desk_of
from tests.world.clock import at, minutes
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, NORA, SAM, canaries
from tests.world.places import COURT_1, COURT_2, RS_101


def event_in(visitor: Visitor, booking: str) -> Any:
    (event,) = Calendar.from_ical(visitor.open(f"/bookings/{booking}.ics").text).walk("VEVENT")
    return event


def test_it_says_what_the_ticket_says(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    answer, ticket = visit(ANN).open(f"/bookings/{booking}.ics"), visit(ANN).open(f"/bookings/{booking}")
    pnr = records.booking(desk_of(site).database, booking).pnr
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{pnr}.ics"'
    assert ticket.page.one("a", href=f"/bookings/{booking}.ics").words == "Add to calendar"
    event = event_in(visit(ANN), booking)
    assert (event["UID"], event["STATUS"]) == (booking, "TENTATIVE")
    assert (event.start, event.end) == (at("10:00"), at("11:00")) and str(event.start.tzinfo) == "Europe/Zurich"
    assert event["SUMMARY"] in ticket.words and event["LOCATION"] in ticket.words
    assert f"Code: {pnr}" in event["DESCRIPTION"] and "26" not in event["DESCRIPTION"]
    assert event["URL"] == f"http://localhost/bookings/{booking}"


def test_staff_read_whose_it_is_and_nobody_reads_their_note(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="left-handed")
    desk_of(site).do(SAM, change_details, booking, note="owes us balls")
    mine, theirs = (visit(each).open(f"/bookings/{booking}.ics").text for each in (ANN, SAM))
    assert "SUMMARY:Court 1" in mine and f"SUMMARY:{ANN.name}\\, Court 1" in theirs
    assert "left-handed" in mine and "balls" not in mine + theirs
    assert not any(each in mine for each in canaries(ANN)[1:])


def test_nobody_else_gets_one(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    for stranger in (BOB, NORA):
        assert booking not in visit(stranger).open(f"/bookings/{booking}.ics", 404).page.one(id="main").words
    assert visit().open(f"/bookings/{booking}.ics", 302).goes_to.startswith("/login?next=")
    visit(ANN).open(f"/bookings/{UNKNOWN}.ics", 404)


def test_the_passengers_of_a_flight_are_on_it(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book_flight, RS_101, "Y", passengers=[ANN_FLIES], contact=ANNS_CONTACT, seats=["1A"])
    event = event_in(visit(ANN), booking)
    assert event["SUMMARY"] == "RS 101 ZRH–OSL" and "Annabel Canarini" in event["DESCRIPTION"] and "1A" in event["DESCRIPTION"]


def test_it_follows_the_booking_under_the_same_name_with_a_rising_number(each_site: Flask) -> None:
    ann, desk, booking = Visitor(each_site, ANN), desk_of(each_site), booked(each_site)
    seen = [event_in(ann, booking)]

    def after(verb: Callable[..., object], *arguments: Any, by: Any = SAM) -> Any:
        desk.do(by, verb, booking, *arguments)
        seen.append(event_in(ann, booking))
        return seen[-1]

    assert after(switch, BookingStatus.CONFIRMED)["STATUS"] == "CONFIRMED"
    moved = after(move, COURT_2, at("14:00"), at("14:00") + minutes(60))
    assert (moved.start, moved["SUMMARY"]) == (at("14:00"), "Court 2, tennis")
    gone = after(switch, BookingStatus.CANCELLED, by=ANN)
    assert (gone["STATUS"], gone["TRANSP"], gone.start) == ("CANCELLED", "TRANSPARENT", at("14:00"))
    assert "Add to calendar" not in ann.open(f"/bookings/{booking}").words
    assert after(restore)["STATUS"] == "CONFIRMED"
    numbers = [int(each["SEQUENCE"]) for each in seen]
    assert numbers == sorted(set(numbers)) and {each["UID"] for each in seen} == {booking}
    stamps = [each.DTSTAMP for each in seen]
    assert stamps == sorted(stamps)
