"""The page of a booking: who reads what there, and nobody else anything."""

from __future__ import annotations

import re

import pytest
import segno
from flask import Flask

from bookings.desk import book, move
from bookings.desk.money import pay
from bookings.live.views.booking import qr_of
from bookings.models import Person, Venue, Viewer
from tests.web.bookings.booked import UNKNOWN, booked, history_of, state_of
from tests.web.visits import Visit, desk_of
from tests.world.clock import NEXT_DAY, at
from tests.world.people import ANN, BOB, NORA, SAM, canaries
from tests.world.places import CHECK_UP, CLUB, COURT_1, COURT_2


def test_a_customer_finds_a_ticket_with_its_code(site: Flask, visit: Visit) -> None:
    page = visit(ANN).open(f"/bookings/{booked(site)}")
    assert f'd="{qr_of(page.page.one("span", class_="pnr").words)[1]}"' in page.text
    for words in (
        "Court 1, tennis",
        "10:00",
        "Tuesday 3 March 2026",
        "1 hour",
        "Seehof Tennis",
        "Requested",
        "CHF 26.00",
    ):
        assert words in page.words
    assert "Cancel, no fee" in page.words


def test_what_was_booked_at_once_was_never_requested_and_cancelled_unpaid_it_costs_nothing(site: Flask, visit: Visit) -> None:
    desk, booking = desk_of(site), booked(site)
    desk.database.write(lambda session: setattr(session.get_one(Venue, CLUB), "confirms_at_once", True))
    at_once = booked(site, court=COURT_2)
    ann = visit(ANN)
    assert "Requested" not in ann.open(f"/bookings/{at_once}").words
    assert "is cancelled." in ann.send(f"/bookings/{at_once}/cancel", {"reason": ""}, htmx=True, answers=200).text
    cancelled = ann.open(f"/bookings/{at_once}").words
    assert "Booked Cancelled" in cancelled and "Nothing to pay" in cancelled and "Unpaid" not in cancelled
    desk.do(SAM, pay.take_payment, booking)
    sent = visit(SAM).send(f"/bookings/{booking}/cancel", {"reason": ""}, htmx=True, answers=200)
    assert "is cancelled. CHF 26.00 is noted as given back: hand it out." in sent.text.replace("\xa0", " ")


def test_the_code_is_drawn_as_the_symbol_that_segno_makes() -> None:
    across, path = qr_of("K7QM4T")
    drawn = [bytearray(across) for _ in range(across)]
    for x, y, length in (map(int, run) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)):
        drawn[y][x : x + length] = b"\1" * length
    assert drawn == [bytearray(row) for row in segno.make("K7QM4T", micro=False, error="m").matrix_iter(border=2)]


def test_somebody_elses_booking_is_answered_in_the_words_of_one_that_does_not_exist(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    visit(ANN).open(f"/bookings/{booking}")
    for stranger in (BOB, NORA):
        strange = visit(stranger).open(f"/bookings/{booking}", 404)
        assert strange.words == visit(stranger).open(f"/bookings/{UNKNOWN}", 404).words
        assert not [word for word in canaries(ANN) if word in strange.text]
    for nonsense in ("x", "../etc", "%00", "1;drop", "é" * 200):
        visit(BOB).open(f"/bookings/{nonsense}", 404)


@pytest.mark.parametrize(("act", "fields"), [
    ("status", {"status": "CANCELLED"}), ("cancel", {}), ("payments", {"method": "cash"}), ("details", {"note": "x"}),
])  # fmt: skip
def test_somebody_elses_booking_cannot_be_touched(site: Flask, visit: Visit, act: str, fields: dict[str, str]) -> None:
    booking = booked(site)
    before = history_of(site, booking)
    for stranger in (BOB, NORA):
        answer = visit(stranger).send(f"/bookings/{booking}/{act}", fields, answers=404)
        assert "not yours" in answer.words
        assert answer.words == visit(stranger).send(f"/bookings/{UNKNOWN}/{act}", fields, answers=404).words
    assert history_of(site, booking) == before


def test_whoever_is_not_signed_in_is_led_to_the_log_in_and_back(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    assert visit().open(f"/bookings/{booking}", 302).goes_to == f"/login?next=/bookings/{booking}"
    visit().send(f"/bookings/{booking}/cancel", answers=302)
    assert state_of(site, booking)[0] == "PENDING"


def test_staff_find_a_panel_and_the_customer_nothing_that_is_meant_for_staff(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(SAM, move.change_details, booking, note="Difficult <b>person</b>")
    panel, ticket = visit(SAM).open(f"/bookings/{booking}"), visit(ANN).open(f"/bookings/{booking}")
    for words in (ANN.name, "Difficult <b>person</b>", "Note changed", "Samuel Stewardson", "Approve", "CHF 26.00 owed"):
        assert words in panel.words
    for words in ("Difficult", "Note changed", *SAM.name.split(), "Approve"):
        assert words not in ticket.words


def test_names_with_markup_are_read_as_they_were_typed(site: Flask, visit: Visit) -> None:
    name = "<script>alert('Ann')</script>&amp;"
    desk_of(site).database.write(lambda session: setattr(session.get_one(Person, ANN.id), "name", name))
    page = visit(SAM).open(f"/bookings/{booked(site)}")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(&#39;Ann&#39;)&lt;/script&gt;&amp;amp;" in page.text


@pytest.mark.parametrize("person", [ANN, SAM])
def test_what_is_live_carries_no_token_and_no_key(site: Flask, visit: Visit, person: Viewer) -> None:
    page = visit(person).open(f"/bookings/{booked(site)}")
    live = page.text[
        page.text.index('<div id="region"') : page.text.index("</form>", page.text.index('<div id="region"'))
    ]
    live = live[: live.index("<form")]
    assert "token" not in live and 'name="key"' not in live
    assert "csrf_token" in page.text


def test_a_note_is_kept_or_given_back_with_a_sentence(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    sam.send(f"/bookings/{booking}/details", note="Two rackets\n<i>left</i> hand")
    assert "Two rackets <i>left</i> hand" in sam.open(f"/bookings/{booking}").words
    page = sam.send(f"/bookings/{booking}/details", answers=422, note="x" * 10_000)
    assert "too long" in page.words and page.value_of("note") == "x" * 10_000
    assert "Two rackets" in page.words


def test_an_appointment_says_with_whom(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book.book_service, CHECK_UP, at("10:00"))
    assert "Check-up with Dr. Vogel" in visit(ANN).open(f"/bookings/{booking}").words


def test_a_move_says_what_was_left_and_what_came(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(SAM, move.move, booking, COURT_1, at("12:00"), at("13:00"))
    desk_of(site).do(SAM, move.move, booking, COURT_2, at("09:00", NEXT_DAY), at("10:00", NEXT_DAY))
    for who in (ANN, SAM):
        words = visit(who).open(f"/bookings/{booking}").words
        assert "Moved from Court 1, 10:00 to Court 1, 12:00" in words
        assert "Moved from Court 1, Tue 3 Mar, 12:00 to Court 2, Wed 4 Mar, 09:00" in words


def test_the_customers_note_and_the_staffs_are_two(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="Left-handed")
    visit(SAM).send(f"/bookings/{booking}/details", note="Pays late")
    staff, own = (visit(who).open(f"/bookings/{booking}") for who in (SAM, ANN))
    assert "Left-handed" in staff.words and "Pays late" in staff.words and staff.value_of("note") == "Pays late"
    assert "Your note Left-handed" in own.words and "Pays late" not in own.text
