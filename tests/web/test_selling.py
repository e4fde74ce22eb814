"""What the desk sells and for how much: the box office in three steps, and another price on a booking's page."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, sell_seats
from bookings.desk.states import cancel
from bookings.models import Booking
from tests.web.visits import Visit
from tests.world.clock import NEXT_DAY, at
from tests.world.people import ANN, BOB, MAX, SAM, named
from tests.world.places import COURT_1, FLIGHT, HAMLET, THEATRE

REASON = "Her cousin plays the ghost"


def bookings(desk: Desk) -> list[Booking]:
    with desk.database.read() as session:
        return list(session.scalars(select(Booking).where(Booking.event_id.is_not(None))))


def test_the_box_office_sells_in_three_steps(desk: Desk, visit: Visit) -> None:
    clerk = visit(SAM)
    clerk.send(f"/events/{HAMLET}/best", party="2")
    form = clerk.open(f"/events/{HAMLET}/check-out")
    nameless = clerk.fill_in(form, {"paid": "", "customer-phone": "031 300 00 00"}, answers=422)
    assert "sold for money that is taken now" in nameless.error_at("customer-name") and bookings(desk) == []
    sold = clerk.fill_in(nameless, {"customer-name": "Zoe Walker", "paid": "cash"})
    assert "Zoe Walker" in sold.words
    (booking,) = bookings(desk)
    assert (booking.customer_phone, booking.paid, booking.status) == ("031 300 00 00", booking.price, "CONFIRMED")


def test_a_walk_in_pays_without_a_name_and_is_nobody_who_could_be_found(desk: Desk, visit: Visit) -> None:
    clerk = visit(SAM)
    clerk.send(f"/events/{HAMLET}/hold", take="A1")
    sold = clerk.fill_in(clerk.open(f"/events/{HAMLET}/check-out"), {"paid": "card"})
    assert "Walk-in" in sold.words and bookings(desk)[0].payment_status == "PAID"
    assert "Stalls, row A, seat 1 Front CHF 48.00" in clerk.open(f"/bookings/{bookings(desk)[0].id}/tickets").words
    assert "Walk-in" not in clerk.open(f"/venues/{THEATRE}/board/customers?name=walk").words
    assert "Nobody found" in clerk.open(f"/venues/{THEATRE}/customers?q=walk-in").words


def test_a_flight_is_sold_at_the_desk_and_paid_for(desk: Desk, visit: Visit) -> None:
    clerk = visit(SAM)
    clerk.send(f"/events/{FLIGHT}/hold", take="1A")
    typed = {"customer-name": "Zoe Walker", "first-1A": "Zoe", "last-1A": "Walker", "phone": "+41 44 668 18 00", "paid": "card"}
    clerk.fill_in(clerk.open(f"/events/{FLIGHT}/check-out"), {**typed, "email": "zoe@example.com"})
    assert bookings(desk)[0].payment_status == "PAID"


def test_tickets_are_printed_by_who_booked_and_by_the_desk_as_long_as_they_are_good(desk: Desk, visit: Visit) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    here = f"/bookings/{booking}/tickets"
    for who in (ANN, SAM):
        assert here in visit(who).open(f"/bookings/{booking}").text
        page = visit(who).open(here)
        assert [each.one("h2").words for each in page.page.all("section")] == ["Hamlet"] * 2 and "not confirmed yet" in page.words
    visit(BOB).open(here, 404)
    desk.do(ANN, cancel, booking)
    assert here not in visit(ANN).open(f"/bookings/{booking}").text
    assert "no tickets" in visit(ANN).open(here, 409).words
    court = desk.do(ANN, book_court, COURT_1, at("10:00", NEXT_DAY), at("11:00", NEXT_DAY))
    visit(ANN).open(f"/bookings/{court}/tickets", 404)


def test_a_clerk_gives_one_seat_back_and_exchanges_the_other(desk: Desk, visit: Visit) -> None:
    booking = desk.do(SAM, sell_seats, HAMLET, ["A1", "A2"], paid="cash", customer=named(ANN))
    here, clerk = f"/bookings/{booking}", visit(SAM)
    refused = clerk.fill_in(clerk.open(here), {"give": "A1", "take": "Z9"}, action=f"{here}/seats", answers=422)
    assert "no seat Z9" in refused.error_at("take") and refused.value_of("take") == "Z9"
    none = clerk.fill_in(clerk.open(here), {}, action=f"{here}/seats", answers=422)
    assert "Choose the seats" in none.words
    given = clerk.fill_in(clerk.open(here), {"give": "A1"}, action=f"{here}/seats")
    assert "A1 given back" in given.words and "CHF 48.00 was paid too much" in given.words
    moved = clerk.fill_in(given, {"give": "A2", "take": "A5"}, action=f"{here}/seats")
    assert "A2 exchanged for A5" in moved.words and [seat["label"] for seat in bookings(desk)[0].seats] == ["A5"]
    assert "seats-form" not in visit(ANN).open(here).text
    visit(ANN).send(f"{here}/seats", {"give": "A5"}, answers=404)


def test_another_price_is_agreed_on_the_bookings_page(desk: Desk, visit: Visit) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ["A1"])
    here = f"/bookings/{booking}"
    clerk, form = visit(SAM), f"{here}/price"
    refused = clerk.fill_in(clerk.open(here), {"price": "50 %", "price-reason": REASON}, action=form, answers=403)
    assert "takes off up to 20 %" in refused.error_at("new-price") and refused.value_of("price-reason") == REASON
    wordless = clerk.fill_in(clerk.open(here), {"price": "10 %"}, action=form, answers=422)
    assert "fill in" in wordless.error_at("price-reason")
    before = bookings(desk)[0].price
    manager = visit(MAX)
    changed = manager.fill_in(manager.open(here), {"price": "50 %", "price-reason": REASON}, action=form)
    assert REASON in changed.words and bookings(desk)[0].price == before / 2
    own = visit(ANN).open(here)
    assert REASON not in own.text and "Discount" in own.words and str(before / 2 * Decimal(1)) in own.words


def test_a_customer_sets_no_price(desk: Desk, visit: Visit) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ["A1"])
    visit(ANN).send(f"/bookings/{booking}/price", {"price": "1", "price-reason": "Mine"}, answers=404)
    assert "price-form" not in visit(ANN).open(f"/bookings/{booking}").text
