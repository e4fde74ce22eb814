"""A walk-in takes over the account that the desk made, by a link from the desk."""

from __future__ import annotations

from flask import Flask

from bookings.administration.groups import add_member, make_group
from bookings.desk import book
from tests.records import booking as booking_of
from tests.web.visits import Visit, desk_of
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, TESS, email_of
from tests.world.places import CHECK_UP, CLUB, COURT_1, COURT_2, DR_VOGEL, OTHER_CLUB


def test_the_desk_hands_a_link_to_a_customer_without_a_password(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    made = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "Wanda Walker", "phone": "044 123 45 67"})
    wanda = booking_of(desk.database, made).customer_id
    record = f"/venues/{CLUB}/customers/{wanda}"
    clerk = visit(SAM)
    shown = clerk.fill_in(clerk.open(record), action=f"{record}/link", answers=200)
    link = shown.page.one("input", **{"aria-label": "Link"})["value"]
    somebody = visit()
    somebody.fill_in(somebody.open(link.removeprefix("http://localhost")), {"new": "another horse 8"})
    somebody.open(f"/bookings/{made}")
    assert "/link" not in clerk.open(record).text, "once they have a password it is theirs"
    clerk.send(f"{record}/link", answers=404)


def test_nobody_gets_into_an_account_that_is_not_theirs_to_hand_over(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    made = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "Wanda Walker"})
    desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    wanda = booking_of(desk.database, made).customer_id
    for who, whom in ((NORA, wanda), (ANN, wanda), (SAM, BOB.id), (SAM, TESS.id), (SAM, "nobody")):
        visit(who).send(f"/venues/{CLUB}/customers/{whom}/link", answers=404)
    elsewhere = {"id": wanda, "name": "Wanda Walker"}
    desk.do(SAM, book.book_service, CHECK_UP, at("10:00"), provider_id=DR_VOGEL, customer=elsewhere)
    visit(TESS).send(f"/venues/{CLUB}/customers/{wanda}/link", answers=404)
    visit(SAM).send(f"/venues/{CLUB}/customers/{wanda}/link", answers=200)


def test_a_member_whom_the_club_entered_is_told_to_ask_the_desk_which_finds_them_and_hands_out_a_link(
    site: Flask, visit: Visit
) -> None:
    desk = desk_of(site)
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    lena = desk.do(MAX, add_member, CLUB, group, {"name": "Lena Lang", "email": "lena@lang.example"})
    account = {"name": "Lena Lang", "email": "lena@lang.example", "password": "another horse 8"}
    assert "ask at its desk: it hands you a link" in visit().send("/sign-up", account, answers=422).error_at("email")
    clerk, record = visit(SAM), f"/venues/{CLUB}/customers/{lena}"
    assert record in clerk.open(f"/venues/{CLUB}/customers?q=lang").text
    assert "Hand this link to Lena Lang" in clerk.fill_in(clerk.open(record), action=f"{record}/link", answers=200).words
    elsewhere = desk.do(ADA, make_group, OTHER_CLUB, {"name": "Members"})
    desk.do(ADA, add_member, OTHER_CLUB, elsewhere, {"name": "Lena Lang", "email": "lena@lang.example"})
    clerk.send(f"{record}/link", answers=404)


def test_whom_a_group_knows_by_another_name_is_found_by_that_name_alone(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(MAX, add_member, CLUB, group, {"name": "Somebody", "email": email_of(BOB)})
    assert BOB.id not in visit(SAM).open(f"/venues/{CLUB}/customers?q={BOB.name.split()[-1]}").text
