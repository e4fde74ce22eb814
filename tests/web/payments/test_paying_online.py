"""Paying for one's booking on the page that stands in for the bank, and the way back from it."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.desk.states import cancel
from tests.payments.paying import lines, state
from tests.web.visits import Visitor, desk_of
from tests.world.people import ANN, BOB, SAM, canaries

BUTTON = "Pay CHF 26.00 online"


def bank_of(ann: Visitor, booking: str) -> str:
    """Where the button leads."""
    return ann.send(f"/bookings/{booking}/pay-online").goes_to


def test_a_customer_pays_and_the_booking_is_confirmed(site: Flask, booking: str) -> None:
    ann, stranger = Visitor(site, ANN), Visitor(site)
    assert BUTTON in ann.open(f"/bookings/{booking}").words
    bank = bank_of(ann, booking)
    page = stranger.open(bank)  # a bank does not know who is signed in here
    assert "A test: no money moves" in page.words and "Pay CHF 26.00" in page.words
    assert not any(canary in page.text for canary in canaries(ANN))
    back = ann.open(ann.send(bank, press="pay").goes_to, 303)
    assert back.goes_to == f"/bookings/{booking}"
    seen = ann.open(back.goes_to)
    assert "the payment has arrived" in seen.words and "Paid online" in seen.words and BUTTON not in seen.words
    assert state(desk_of(site).database, booking)[:2] == ("CONFIRMED", "PAID")
    ann.send(bank, press="pay")  # twice
    assert lines(desk_of(site).database, booking) == [("26.00", "online")]
    ann.send(f"/bookings/{booking}/cancel", reason="")
    assert "comes back to you" in ann.open(f"/bookings/{booking}").words


def test_who_declines_or_leaves_may_begin_again(site: Flask, booking: str) -> None:
    ann = Visitor(site, ANN)
    bank = bank_of(ann, booking)
    ann.send(bank, press="decline")
    assert "Payment failed" in ann.open(f"/bookings/{booking}").words
    assert bank_of(ann, booking) == bank, "the bank still waits"
    assert ann.send(bank, press="leave").goes_to == f"/bookings/{booking}"
    assert ann.open(bank, 303).goes_to == f"/bookings/{booking}"
    assert bank_of(ann, booking) != bank


@pytest.mark.parametrize("path", ["/payments/test/none", "/payments/none/done", "/payments/test/..%2f"])
def test_a_payment_that_there_is_not_is_not_found(site: Flask, path: str) -> None:
    Visitor(site, ANN).open(path, 404)


def test_nothing_is_offered_that_would_be_refused(site: Flask, booking: str) -> None:
    ann, bob = Visitor(site, ANN), Visitor(site, BOB)
    bob.send(f"/bookings/{booking}/pay-online", answers=404)
    bank = bank_of(ann, booking)
    ann.send(bank, press="steal", answers=422)
    desk_of(site).do(ANN, cancel, booking)
    assert BUTTON not in ann.open(f"/bookings/{booking}").words
    ann.send(f"/bookings/{booking}/pay-online", answers=409)
    assert BUTTON not in Visitor(site, SAM).open(f"/bookings/{booking}").words
