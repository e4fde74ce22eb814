"""Money that is taken on a booking's page, once and never too much."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from bookings.desk import states
from bookings.desk.money import pay
from tests.web.bookings.booked import booked, payments_of, state_of
from tests.web.markup import parse
from tests.web.visits import Visit, desk_of
from tests.world.people import ANN, SAM


def pay_button(page_text: str, method: str) -> str:
    return parse(page_text).all("button", name="method", value=method)[0]["formaction"]


def test_a_button_takes_what_it_says_once(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    address = pay_button(sam.open(f"/bookings/{booking}").text, "card")
    assert "amount=26.00" in address
    for _ in range(2):
        sam.send(address, method="card")
    assert payments_of(site, booking) == [Decimal("26.00")]
    assert "Paid CHF 26.00 by card" in sam.open(f"/bookings/{booking}").words


def test_money_that_went_back_can_be_taken_again(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    sam.send(pay_button(sam.open(f"/bookings/{booking}").text, "card"), method="card")
    desk_of(site).do(SAM, states.cancel, booking)
    assert "26.00 given back" in visit(ANN).open(f"/bookings/{booking}").words
    desk_of(site).do(SAM, states.restore, booking)
    sam.send(pay_button(sam.open(f"/bookings/{booking}").text, "card"), method="card")
    assert payments_of(site, booking) == [Decimal("26.00"), Decimal("-26.00"), Decimal("26.00")]
    assert state_of(site, booking) == ("CONFIRMED", "PAID")


def test_what_somebody_else_took_meanwhile_is_not_taken_again(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    address = pay_button(sam.open(f"/bookings/{booking}").text, "cash")
    desk_of(site).do(SAM, pay.take_payment, booking, Decimal("10.00"))
    assert "Only CHF 16.00" in sam.send(address, answers=409, method="cash").words
    assert payments_of(site, booking) == [Decimal("10.00")]


@pytest.mark.parametrize(("amount", "method", "code", "words"), [
    ("-5", "card", 422, "below zero"),
    ("1e3", "card", 422, "digits"),
    ("NaN", "card", 422, "digits"),
    ("5.001", "card", 422, "decimals"),
    ("9" * 40, "card", 422, "digits"),
    ("26.01", "card", 409, "26.00"),
    ("0", "card", 422, "how much was paid"),
    ("5", "gold", 422, "how it was paid"),
])  # fmt: skip
def test_an_amount_that_cannot_be_is_kept_with_a_sentence_beside_it(
    site: Flask, visit: Visit, amount: str, method: str, code: int, words: str
) -> None:
    booking, sam = booked(site), visit(SAM)
    page = sam.send(f"/bookings/{booking}/payments", answers=code, amount=amount, method=method, key="k1")
    assert words in page.words
    assert page.value_of("amount") == amount
    answer = sam.send(f"/bookings/{booking}/payments", answers=code, htmx=True, amount=amount, method=method, key="k2")
    assert 'id="pay-form"' in answer.text and words in answer.words and answer.value_of("key") not in (None, "k2")
    assert payments_of(site, booking) == []


def test_a_form_sent_twice_takes_money_once_and_the_next_form_takes_more(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    key = sam.open(f"/bookings/{booking}").value_of("key")
    assert key
    for _ in range(2):
        answer = sam.send(f"/bookings/{booking}/payments", answers=200, htmx=True, amount="10", method="cash", key=key)
        assert answer.page.one(id="notice").words
    again = answer.value_of("key")
    assert again and again != key
    sam.send(f"/bookings/{booking}/payments", answers=422, htmx=True, amount="5", method="cash", key=key)
    sam.send(f"/bookings/{booking}/payments", answers=200, htmx=True, amount="", method="cash", key=again)
    assert payments_of(site, booking) == [Decimal("10.00"), Decimal("16.00")]
