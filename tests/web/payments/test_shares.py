"""A booking that several people pay by link: each pays one amount once, and sees no more than what it is for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from bookings.desk.money.online.shares import split
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel
from bookings.errors import Conflict
from tests import records
from tests.payments.paying import lines, refunds, state
from tests.web.visits import Visitor, desk_of
from tests.world.people import ANN, BOB, SAM, canaries


def links(site: Flask, booking: str, among: str = "3") -> list[str]:
    ann = Visitor(site, ANN)
    ann.send(f"/bookings/{booking}/shares", among=among)
    found = ann.open(f"/bookings/{booking}/shares").page.all("a")
    return [each["href"] for each in found if "href" in each and each["href"].startswith("/pay/")]


def pay(site: Flask, link: str) -> None:
    friend = Visitor(site)
    bank = friend.send(link).goes_to
    back = friend.open(friend.send(bank, press="pay").goes_to, 303)
    assert back.goes_to == link
    assert "Paid, thank you" in friend.open(link).words


def test_each_pays_a_share_once_and_the_last_confirms(site: Flask, booking: str) -> None:
    found = links(site, booking)
    assert "Split it among several" in Visitor(site, ANN).open(f"/bookings/{booking}").words
    page = Visitor(site).open(found[0])
    assert "Your share: CHF 8.67" in page.words and "Court 1" in page.words and "10:00" in page.words
    assert not any(canary in page.text for canary in canaries(ANN)) and booking not in page.text
    for link in found:
        assert state(desk_of(site).database, booking)[0] == "PENDING"
        pay(site, link)
    assert state(desk_of(site).database, booking) == ("CONFIRMED", "PAID", Decimal("26.00"))
    assert sorted(lines(desk_of(site).database, booking)) == [("8.66", "online"), ("8.67", "online"), ("8.67", "online")]
    with records.nothing_changes(desk_of(site).database):
        Visitor(site).send(found[0], answers=409)
    desk_of(site).do(SAM, cancel, booking)
    assert sorted(each.amount for each in refunds(desk_of(site).database)) == [Decimal("8.66"), Decimal("8.67"), Decimal("8.67")]


def test_links_that_are_taken_back_or_made_up_lead_nowhere(site: Flask, booking: str) -> None:
    first, second = links(site, booking, "2")
    pay(site, first)
    Visitor(site, ANN).send(f"/bookings/{booking}/shares", unite="1")
    stranger = Visitor(site)
    for link in (second, first[:-9] + ("a" if first[-9] != "a" else "b") + first[-8:], "/pay/nonsense", f"/pay/{booking}"):
        stranger.open(link, 404)
        stranger.send(link, answers=404)
    assert "Paid, thank you" in stranger.open(first).words


def test_what_is_paid_or_cancelled_meanwhile_is_not_paid_by_a_share(site: Flask, booking: str) -> None:
    first, _ = links(site, booking, "2")
    desk_of(site).do(SAM, take_payment, booking, Decimal("20.00"), method="cash")
    assert "Less than this share is owed" in Visitor(site).open(first).words
    Visitor(site).send(first, answers=409)
    desk_of(site).do(SAM, cancel, booking)
    assert "is cancelled" in Visitor(site).open(first).words
    Visitor(site).send(first, answers=409)


@pytest.mark.parametrize("among", ["1", "13", "-2", "", "two", "9" * 30])
def test_it_is_split_among_a_few_and_only_by_whose_it_is(site: Flask, booking: str, among: str) -> None:
    assert "Split it among 2 to 12" in Visitor(site, ANN).send(f"/bookings/{booking}/shares", among=among, answers=422).words
    Visitor(site, BOB).send(f"/bookings/{booking}/shares", among="2", answers=404)
    Visitor(site, BOB).open(f"/bookings/{booking}/shares", 404)
    desk_of(site).do(SAM, take_payment, booking)
    with pytest.raises(Conflict, match="Nothing is owed"):
        desk_of(site).do(ANN, split, booking, 2)
