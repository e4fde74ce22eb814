"""People on pages: a conversation before both sides' eyes, colleagues who are here, what they have open, and what they are making."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from bookings.desk import book
from bookings.rules import topics
from tests.browsers import Window
from tests.gateways.clients import crowd
from tests.gateways.conftest import token_of
from tests.gateways.versions import must_agree
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, MAX, SAM, TESS, canaries
from tests.world.places import COURTS

pytestmark = pytest.mark.browser

Open = Callable[..., Window]


def booked(served: Served) -> str:
    return served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))


@pytest.fixture
def beside() -> Iterator[ExitStack]:
    """For programs beside the pages."""
    with ExitStack() as opened:
        yield opened


def said(page: Page) -> list[str]:
    return page.locator(".talk > li .note-text").all_inner_texts()


def test_both_sides_talk_before_each_others_eyes(served: Served, window: Open, beside: ExitStack) -> None:
    booking = booked(served)
    desk, own = window(SAM), window(ANN)
    for one in (desk, own):
        one.take_hold_of_sockets()
    there, here = desk.open(f"/bookings/{booking}"), own.open(f"/bookings/{booking}")
    programs = beside.enter_context(crowd())
    tess, max_, ann = (programs.socketio(served.url, token_of(served, person)) for person in (TESS, MAX, ANN))
    assert tess.ask("joinBookingRoom", booking)["ok"]
    here.fill("#message", "Is there <b>a wall</b>?")
    expect(there.locator("#typing")).to_have_text(f"{ANN.name} is typing")
    tess.event("userTyping", bookingId=booking, userId=ANN.id, isTyping=True)
    there.fill("#message", "Half an ans")
    expect(here.locator("#typing")).to_have_text("Seehof Tennis is typing")
    here.click("text=Send")
    expect(there.locator(".talk > li .note-text")).to_have_text("Is there <b>a wall</b>?")
    tess.event("newMessage", text="Is there <b>a wall</b>?")
    assert max_.event("newNotification", type="message_received")["bookingId"] == booking
    expect(there.locator("#typing")).to_be_hidden()
    expect(there.locator("#message")).to_have_value("Half an ans")
    expect(here.locator("#message")).to_have_value("")
    expect(here.locator(".talk > li small")).to_contain_text(", read")  # it was before the desk's eyes
    assert tess.ask("bookingUpdate", {"bookingId": booking, "status": "confirmed"})["ok"]
    expect(here.locator(".ticket .plate")).to_have_text("Confirmed")
    assert ann.event("bookingUpdated", bookingId=booking)["status"] == "confirmed"
    there.fill("#message", "Half an answer.\nAnd the rest")
    there.click("text=Send")
    for page in (here, there):
        expect(page.locator(".talk > li").last).to_contain_text("And the rest")
    assert said(here) == said(there)
    tess.event("messagesRead", sender="venue")
    for page in (here, there):
        must_agree(page, tess, topics.booking(booking))
    for one in (desk, own):
        one.must_equal_a_fresh_load()
    here.evaluate("document.getElementById('message').value = 'x'.repeat(3000)")
    here.click("text=Send")
    expect(here.locator("#message-error")).to_contain_text("3000 characters")
    expect(here.locator("#message")).to_have_value("x" * 3000)
    received = "\n".join([*own.answers, *own.frames, here.content()])
    assert [name for name in canaries(SAM) if name in received] == []


def test_colleagues_see_who_is_here_what_they_edit_and_what_they_are_making(served: Served, window: Open) -> None:
    booking = booked(served)
    tess, sam, ann = window(TESS), window(SAM), window(ANN)
    for one in (tess, ann):
        one.take_hold_of_sockets()
    board, public, desk = tess.open(present.board()), ann.open(present.board()), sam.open(present.board())
    crew = board.locator("#crew")
    expect(crew).to_contain_text(f"{SAM.name}, available")
    with crowd() as programs:
        program = programs.socketio(served.url, token_of(served, TESS))
        assert program.event("userOnline", userId=SAM.id)["status"] == "available", "a newcomer is told who is here"
        desk.click("summary.who")
        desk.click("#my-status >> text=Busy")
        expect(crew).to_contain_text(f"{SAM.name}, busy")
        assert program.event("statusUpdated", userId=SAM.id)["status"] == "busy"
        assert program.ask("updateStatus", {"status": "away"})["ok"]
        expect(desk.locator("#crew")).to_contain_text(f"{TESS.name}, away")
        expect(board.locator("#my-status [aria-pressed=true]")).to_have_text("Away")
        desk.reload()
        expect(crew).to_contain_text(f"{SAM.name}, busy")

        desk.click(f"#{present.slot(2, '15:00')} .free")
        ghost = board.locator("#ghosts .card")
        expect(ghost).to_contain_text("Samuel is booking")
        expect(crew).to_contain_text("makes a booking")
        place = board.locator(f"#{present.slot(2, '15:00')}")
        assert (ghost.bounding_box() or {})["y"] == pytest.approx((place.bounding_box() or {})["y"], abs=3)
        board.locator(f"#{present.slot(2, '15:00')} .free").click()  # it keeps nobody off
        expect(board.locator("#book")).to_be_visible()
        expect(desk.locator("#ghosts .card")).to_contain_text("Tessa is booking")

        desk.click(f"#booking-{booking}")
        expect(ghost).to_have_count(0)
        other = window(TESS).open(f"/bookings/{booking}")
        viewers = other.locator(f"#viewers-{booking}")
        expect(viewers).to_have_text(f"SS{SAM.name} has this booking open")
        other.fill("#note", "Half a no")
        expect(desk.locator(f"#viewers-{booking}")).to_contain_text(f"{TESS.name} edits this booking")
        sam.close()
        expect(viewers).to_be_hidden()
        program.event("userOffline", userId=SAM.id)
        expect(crew).not_to_contain_text(SAM.name)
    received = "\n".join([*ann.answers, *ann.frames, public.content()])
    assert "data-ghost" not in received and 'id="crew"' not in received
    assert [name for person in (SAM, TESS) for name in canaries(person) if name in received] == []
