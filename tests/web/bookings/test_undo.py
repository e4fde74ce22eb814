"""What one just did is offered to be undone: on the next page without scripts, with the answer to the form with them."""

from __future__ import annotations

from flask import Flask

from bookings.desk.states import cancel
from tests.web.bookings.booked import booked, state_of
from tests.web.visits import Visit, desk_of
from tests.world.clock import pass_time
from tests.world.people import ANN, SAM


def test_without_scripts_the_next_page_offers_it_once(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    sam.send(f"/bookings/{booking}/status?was=PENDING", status="CONFIRMED")
    page, undo = sam.open(f"/bookings/{booking}"), f"/bookings/{booking}/undo"
    assert "confirmed. Undo" in page.words
    back = sam.fill_in(page, action=undo)
    assert "is as it was." in back.words and state_of(site, booking)[0] == "PENDING"
    assert undo not in sam.open(f"/bookings/{booking}").text
    again = sam.fill_in(page, action=undo)
    assert "This has been undone already." in again.words


def test_with_scripts_the_answer_brings_it_and_what_cannot_be_undone_says_why(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    answer = sam.send(f"/bookings/{booking}/status?was=PENDING", status="CONFIRMED", htmx=True, answers=200)
    version = answer.value_of("version")
    assert "Z undoes it." in answer.words and version is not None
    assert visit(ANN).send(f"/bookings/{booking}/cancel", htmx=True, answers=200).page.all(id="undo") == []
    refused = sam.send(f"/bookings/{booking}/undo", {"version": version}, htmx=True, answers=409)
    assert "Annabel Canarini has changed this booking since" in refused.words and refused.page.one(id="undo").words == ""
    sam.send(f"/bookings/{booking}/restore", htmx=True, answers=200)
    desk_of(site).do(SAM, cancel, booking)
    pass_time(desk_of(site).database, seconds=12)
    assert "they have passed" in sam.send(f"/bookings/{booking}/undo", htmx=True, answers=409).words
    visit(ANN).send(f"/bookings/{booking}/undo", answers=303)
    assert state_of(site, booking)[0] == "CANCELLED"
