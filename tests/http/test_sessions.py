"""After a log-in has ended: where a click leads, what is shown, and what becomes of what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.desk import Desk
from bookings.models import Login, Viewer
from tests.browsers import Window
from tests.server_process import Served
from tests.web.visits import Answer, Visit, Visitor
from tests.world import present
from tests.world.clock import TOMORROW
from tests.world.people import BOB, PASSWORD, SAM, TESS, email_of
from tests.world.places import CLUB, HAMLET

BOARD = f"/venues/{CLUB}/board?date={TOMORROW}&panel=new"


def end_logins(desk: Desk, person: Viewer) -> None:
    with desk.database.read() as session:
        logins = session.scalars(select(Login.id).where(Login.person_id == person.id, Login.ended_at.is_(None))).all()
    for login in logins:
        desk.do(person, accounts.sign_out, login)


def ended(visit: Visit) -> Visitor:
    """Bob, whose log-in is gone while his page is open."""
    bob = visit(BOB)
    token = bob.token()
    end_logins(bob.client.application.extensions["ringside"].desk, BOB)
    bob.token = lambda: token  # type: ignore[method-assign]
    return bob


def htmx(address: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Current-URL": f"http://localhost{address}"}


@pytest.mark.parametrize("address", [BOARD, f"/events/{HAMLET}", "/bookings", "/"])
def test_a_click_leads_to_the_sign_in_and_from_there_to_where_one_was(visit: Visit, address: str) -> None:
    bob = ended(visit)
    form = {"csrf_token": bob.token(), "seat": "A1"}
    for answer in (
        bob.client.get(f"/venues/{CLUB}/board?date={TOMORROW}", headers=htmx(address)),
        bob.client.post(f"/events/{HAMLET}/hold", data=form, headers=htmx(address)),
        bob.client.post(f"/events/{HAMLET}/hold", data={}, headers=htmx(address)),
    ):
        assert answer.status_code == 401
        page = Answer(bob.client.get(answer.headers["HX-Redirect"]))
        assert "Your sign-in has ended. Sign in to go on where you were." in page.words
        assert (page.value_of("next") or "/") == address


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example//evil.example/x", "javascript:alert(1)", "//evil.example", "\x00"]
)
def test_no_click_leads_away_from_here(visit: Visit, elsewhere: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": elsewhere}
    there = ended(visit).client.get("/bookings", headers=headers).headers["HX-Redirect"]
    assert "evil.example" not in there.replace("next=/x", "") and there.startswith("/login?")


def test_a_form_that_was_sent_without_scripts_is_answered_that_it_did_nothing(visit: Visit) -> None:
    bob = ended(visit)
    there = bob.send(f"/events/{HAMLET}/hold", {"seat": "A1"}, answers=302).goes_to
    assert "what you sent did not arrive and nothing was changed" in bob.open(there).words


def test_a_page_that_polls_is_answered_by_a_status(visit: Visit) -> None:
    answer = ended(visit).client.get("/live/poll?follow=x", headers={"HX-Request": "true"})
    assert answer.status_code in (400, 401)


def test_a_form_from_before_one_signed_in_again_brings_the_page_anew(visit: Visit) -> None:
    answer = visit(BOB).client.post(f"/events/{HAMLET}/hold", data={"csrf_token": "old"}, headers=htmx(BOARD))
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (400, BOARD)


@pytest.mark.browser
def test_what_was_typed_is_there_again_for_the_same_person_alone(served: Served, window: Callable[..., Window]) -> None:
    one = window(SAM)
    page = one.open(present.board())
    place = present.slot(1, "10:00")
    page.click(f"#{place} .free")
    page.fill("#book-name", "Dora Dorn")
    page.fill("#book-note", "Brings her own balls")
    end_logins(served.desk, SAM)
    page.wait_for_url("**/login?next=**")
    expect(page.locator("main")).to_contain_text("Your sign-in has ended")
    sign_in(page, email_of(SAM))
    expect(page.locator("#book-name")).to_have_value("Dora Dorn")
    expect(page.locator("#book-note")).to_have_value("Brings her own balls")
    expect(page.locator("#toast")).to_contain_text("nothing has been sent yet")
    one.wait_until_live()

    end_logins(served.desk, SAM)
    page.wait_for_url("**/login?next=**")
    sign_in(page, email_of(TESS))
    page.wait_for_selector("#book-name")
    assert page.input_value("#book-name") == ""


def sign_in(page: Page, email: str) -> None:
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
