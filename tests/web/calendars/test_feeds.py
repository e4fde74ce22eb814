"""Calendars that programs follow, over HTTP: what is read there, what it costs to ask again, and the pages on which they are made."""

from __future__ import annotations

from typing import Any

from flask import Flask
from icalendar import Calendar

from bookings.accounts.calendar_feeds import make_feed, revoke_feed
from bookings.desk import book
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.states import switch
from bookings.http import rate_limits
from bookings.logs import without_secrets
from bookings.models import Viewer
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import iso
from tests.web.bookings.booked import booked
from tests.web.visits import Answer, Visit, Visitor, desk_of
from tests.world.clock import NEXT_DAY, at
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, CLEO, MAX, NORA, SAM, canaries
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, RS_101, THEATRE

AT_CLUB, OWN = f"/admin/venues/{CLUB}/calendars", "/account/calendars"


def address_of(site: Flask, who: Viewer, *of: str | None) -> str:
    return f"/calendar/{desk_of(site).do(who, make_feed, *of).secret}.ics"


def events(text: str | bytes) -> list[Any]:
    return Calendar.from_ical(text).walk("VEVENT")


def shown_in(page: Answer) -> str:
    """The address that a page shows, as a path."""
    return page.page.one("input", **{"aria-label": "Address"})["value"].removeprefix("http://localhost")


def test_read_again_it_has_the_bookings_of_the_page_and_nobody_elses(each_site: Flask) -> None:
    desk, ann, program = desk_of(each_site), Visitor(each_site, ANN), Visitor(each_site)
    mine = [booked(each_site), desk.do(ANN, book.book_seats, HAMLET, ["A1"])]
    booked(each_site, BOB, clock="12:00")
    found = program.open(address_of(each_site, ANN))
    assert [each["UID"] for each in events(found.text)] == mine == ann.open("/bookings").rows()
    on_page = [ann.open(f"/bookings/{each}").page for each in mine]
    for event, page in zip(events(found.text), on_page, strict=True):
        assert iso(event.start) == page.one("time", **{"class": "when"})["datetime"]
        assert event["SUMMARY"] == page.one("h1").words
    assert not any(word in found.text for other in (BOB, CLEO, SAM) for word in canaries(other))


def test_a_venues_has_who_comes_and_no_address_number_or_note(site: Flask, visit: Visit) -> None:
    desk_of(site).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="my knee")
    text = visit().open(address_of(site, SAM, CLUB)).text
    assert events(text)[0]["SUMMARY"] == f"{ANN.name}, Court 1, tennis" and Calendar.from_ical(text)["NAME"] == "Seehof Tennis"
    assert "knee" not in text and "@" not in text and ANN.id not in text
    (hamlet,) = events(visit().open(address_of(site, SAM, THEATRE)).text)
    assert (hamlet["SUMMARY"], hamlet["STATUS"], hamlet["URL"]) == ("Hamlet", "CONFIRMED", f"http://localhost/events/{HAMLET}")


def test_to_ask_again_costs_little_while_nothing_has_changed(site: Flask, visit: Visit) -> None:
    booking, address, program = booked(site), address_of(site, ANN), visit().client
    first = program.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8" and "Set-Cookie" not in first.headers
    assert "private" in first.headers["Cache-Control"] and "no-cache" in first.headers["Cache-Control"]
    tag = {"If-None-Match": first.headers["ETag"]}
    again = program.get(address, headers=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    booked(site, BOB, clock="12:00")
    assert program.get(address, headers=tag).status_code == 304, "that is nothing of Ann's"
    desk_of(site).do(ANN, switch, booking, BookingStatus.CANCELLED)
    changed = program.get(address, headers=tag)
    assert changed.status_code == 200 and events(changed.data)[0]["STATUS"] == "CANCELLED"
    assert program.head(address).status_code == 200


def test_a_revoked_address_is_as_one_that_never_was(site: Flask, visit: Visit) -> None:
    made = desk_of(site).do(ANN, make_feed)
    address = f"/calendar/{made.secret}.ics"
    visit().open(address)
    desk_of(site).do(ANN, revoke_feed, made.id)
    gone, guessed, odd = (visit().open(each, 404) for each in (address, "/calendar/guessed.ics", f"/calendar/{'%00é' * 90}.ics"))
    assert len({each.page.one(id="main").words for each in (gone, guessed, odd, visit(ADA).open(address, 404))}) == 1


def test_who_asks_too_often_is_told_to_wait(site: Flask, visit: Visit) -> None:
    address, other, program = address_of(site, ANN), address_of(site, BOB), visit().client
    most = int(rate_limits.FEED.split()[0])
    answers = [program.get(address).status_code for _ in range(most + 1)]
    assert answers == [200] * most + [429]
    assert program.get(other).status_code == 200, "each calendar by itself"


def test_an_address_is_made_on_the_account_and_shown_once(site: Flask, visit: Visit) -> None:
    booking, ann = booked(site), visit(ANN)
    assert ann.open("/account").page.one("a", href=OWN).words == "Calendar addresses"
    assert "Where you work" not in ann.open(OWN).words
    made = ann.fill_in(ann.open(OWN), answers=200)
    address = shown_in(made)
    assert made.page.one("button", **{"data-copy": ""}).words == "Copy"
    assert [each["UID"] for each in events(visit().open(address).text)] == [booking]
    assert address not in ann.open(OWN).text, "it is not shown again"
    anew = shown_in(ann.send(OWN, {"of": ""}, answers=200))
    visit().open(address, 404)
    (revoking,) = [form["action"] for form in ann.open(OWN).page.all("form", method="post") if form["action"].endswith("/revoke")]
    visit(BOB).send(revoking, answers=404)
    ann.send(revoking)
    visit().open(anew, 404)
    assert "Revoked." in ann.open(OWN).words and "Make anew" not in ann.open(OWN).words


def test_who_works_at_a_desk_makes_one_of_what_is_booked_there(site: Flask, visit: Visit) -> None:
    booked(site), booked(site, BOB, COURT_2)
    sam = visit(SAM)
    assert {"Seehof Tennis", "Court 1, Seehof Tennis"} <= set(sam.open(OWN).page.choices("of"))
    one = shown_in(sam.send(OWN, {"of": f"resource-{COURT_1}"}, answers=200))
    assert [each["SUMMARY"] for each in events(visit().open(one).text)] == [f"{ANN.name}, Court 1, tennis"]
    for who, of in ((ANN, f"venue-{CLUB}"), (NORA, f"resource-{COURT_1}"), (SAM, "venue-"), (SAM, "nonsense")):
        assert "no such" in visit(who).send(OWN, {"of": of}, answers=404).words


def test_managers_see_and_revoke_everybodys_of_their_venue(site: Flask, visit: Visit) -> None:
    theirs, max_ = address_of(site, SAM, CLUB), visit(MAX)
    page = max_.open(f"{AT_CLUB}?of=resource-{COURT_1}")
    assert SAM.name in page.words and "Make anew" not in page.words, "that is for whose it is"
    assert page.page.choices("of", chosen=True) == ["Court 1, Seehof Tennis"]
    mine = shown_in(max_.fill_in(page, action=AT_CLUB, answers=200))
    assert len(events(visit().open(mine).text)) == 0
    assert f"{AT_CLUB}?of=resource-{COURT_1}" in max_.open(f"/admin/venues/{CLUB}/courts/{COURT_1}").text
    (revoking,) = {
        form["action"] for form in max_.open(AT_CLUB).page.all("form", method="post")
        if form["action"].endswith("/revoke") and SAM.name in form.words
    }  # fmt: skip
    for who in (SAM, NORA, ANN):
        visit(who).open(AT_CLUB, 404)
        visit(who).send(revoking, answers=404)
    assert "Revoked." in max_.open(max_.send(revoking).goes_to).words
    visit().open(theirs, 404)
    visit().open(mine)
    max_.send(AT_CLUB, {"of": f"venue-{THEATRE}"}, answers=404)


def test_what_is_logged_has_no_address_whose_path_is_a_key() -> None:
    for line, logged in (
        ("unexpected fault at GET /calendar/s3cret.ics", "unexpected fault at GET /calendar/…"),
        ('1.2.3.4 "GET /link/s3cret?x=1 HTTP/1.1" 200', '1.2.3.4 "GET /link/…?x=1 HTTP/1.1" 200'),
        ("GET /bookings/1.ics", "GET /bookings/1.ics"),
    ):
        assert without_secrets(None, "info", {"event": line}) == {"event": logged}


def test_a_late_flight_stands_at_its_expected_time_under_a_higher_number(site: Flask, visit: Visit) -> None:
    desk, address, program = desk_of(site), address_of(site, ANN), visit()
    booking = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"])
    paths = (address, f"/bookings/{booking}.ics")

    def read() -> list[Any]:
        return [events((program if path == address else visit(ANN)).open(path).text)[0] for path in paths]

    before = read()
    for change, starts, status in (
        ({"status": "DELAYED", "estimated_departure": "2026-03-04T10:00"}, at("10:00", NEXT_DAY), "TENTATIVE"),
        ({"status": "CANCELLED"}, at("10:00", NEXT_DAY), "CANCELLED"),
        ({"status": "SCHEDULED", "estimated_departure": ""}, at("07:10", NEXT_DAY), "TENTATIVE"),
    ):
        desk.do(SAM, operate_flight, RS_101, change)
        after = read()
        for was, now in zip(before, after, strict=True):
            assert (now["UID"], now.start, now["STATUS"]) == (was["UID"], starts, status)
            assert now["SEQUENCE"] > was["SEQUENCE"] and ("07:10" in now["DESCRIPTION"]) is (starts != at("07:10", NEXT_DAY))
        before = after


def test_whoever_manages_a_house_reads_when_a_calendar_was_last_read(site: Flask, visit: Visit) -> None:
    address, page = address_of(site, SAM, CLUB), visit(MAX)
    assert "not read yet" in page.open(AT_CLUB).words
    visit().open(address)
    site.extensions["ringside"].last_use.store()
    assert "last read Monday 2 March 2026" in page.open(AT_CLUB).words
