"""The conversation on a booking's page, without scripts and with them."""

from __future__ import annotations

from flask import Flask

from bookings.desk.book import book_court
from bookings.desk.customers.conversation import send_message
from bookings.reading.people.conversation import PAGE
from tests.web.bookings.booked import booked
from tests.web.visits import Visit, desk_of
from tests.world.clock import at, pass_time
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CLUB, COURT_2


def test_both_sides_talk_on_its_page_and_lists_say_what_is_new(site: Flask, visit: Visit) -> None:
    booking, ann, sam = booked(site), visit(ANN), visit(SAM)
    page, address = f"/bookings/{booking}", f"/bookings/{booking}/messages"
    assert "Nothing has been written yet." in ann.open(page).words
    assert ann.send(address, {"text": "Is <script>there</script>\na wall?"}).goes_to == f"{page}#conversation"
    at_the_desk = sam.open(page)
    assert "Is <script>there</script>" in at_the_desk.words and "1 new message" in at_the_desk.words
    assert "1 new message" in sam.open("/admin/bookings").words
    sam.send(f"{address}/read")
    assert "new message" not in sam.open(page).words + sam.open("/admin/bookings").words
    assert sam.send(address, {"text": "Yes"}, htmx=True, answers=200).value_of("text") == "", "the field is empty again"
    assert ann.open("/bookings").words.count("1 new message") == 1
    assert "Seehof Tennis, " in ann.open(page).words and "Yes" in ann.open(page).words
    ann.send(address, {"text": "Thanks"})
    assert "Read and write 1 new message" in sam.open(f"/venues/{CLUB}/board?booking={booking}").words


def test_what_cannot_be_sent_stays_in_its_field_with_a_sentence(site: Flask, visit: Visit) -> None:
    booking, ann = booked(site), visit(ANN)
    for text, says in (("y" * 100_000, "too long: 100000 characters"), (" ", "Write a message.")):
        for htmx in (False, True):
            refused = ann.send(f"/bookings/{booking}/messages", {"text": text}, htmx=htmx, answers=422)
            assert says in refused.words and (refused.value_of("text") or "").strip() == text.strip()
    visit(BOB).send(f"/bookings/{booking}/messages", {"text": "Hello"}, answers=404)
    visit(BOB).open(f"/bookings/{booking}/messages", 404)
    desk = desk_of(site)
    walk_in = desk.do(SAM, book_court, COURT_2, at("10:00"), at("11:00"), customer={"name": "Wanda Walker"})
    shown = visit(SAM).open(f"/bookings/{walk_in}")
    assert "has no account" in shown.words and not shown.page.all("textarea", name="text")


def test_what_was_said_long_ago_is_on_pages_of_its_own(site: Flask, visit: Visit) -> None:
    booking, desk, sam = booked(site), desk_of(site), visit(SAM)
    for number in range(PAGE + 2):
        pass_time(desk.database, seconds=5)
        desk.do(ANN, send_message, booking, f"message {number:02}")
    page = sam.open(f"/bookings/{booking}")
    assert "message 01" not in page.words and "message 02" in page.words
    [earlier] = [sam.open(link["href"]) for link in page.page.all("a") if "/messages?before=" in link.attributes.get("href", "")]
    assert "message 01" in earlier.words and "message 02" not in earlier.words
    for nonsense in ("x", "-1", "9" * 40, "²"):
        assert "message 31" in sam.open(f"/bookings/{booking}/messages?before={nonsense}").words
