"""Tickets sold before the curtain of the demo rises: who bought which seats, and who has some in the basket right now."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bookings.demo.ghosts.script import Script
from bookings.demo.names import CUSTOMERS
from bookings.demo.people import SELLERS, viewer_named, written_down
from bookings.demo.visits import MINUTE, card_declined, made_before
from bookings.desk.book import book_seats
from bookings.desk.holds import hold_seats
from bookings.desk.money import pay
from bookings.models import Viewer
from bookings.models.person import RINGSIDE

DOZENS = 48
Passengers = Callable[[Viewer, int], dict[str, Any]]


def sell(
    script: Script,
    event_id: int,
    parties: Sequence[Sequence[str]],
    now: datetime,
    zone: str,
    desk: Viewer,
    chance: random.Random,
    *,
    named: Passengers | None = None,
) -> None:
    """Each party books, most pay at once; of the others some wait for an answer, and some pay on arrival."""
    buyers = [viewer_named(name) for name, _ in CUSTOMERS]
    chance.shuffle(buyers)
    for number, labels in enumerate(parties):
        buyer = buyers[number % len(buyers)]
        when = made_before(now - timedelta(days=chance.randrange(1, 14)), now, zone, chance)
        more = named(buyer, len(labels)) if named else {}
        luck = chance.random()
        if luck < 0.12:
            script.book(when, desk, book_seats, event_id, labels, customer=written_down(buyer), **more)
            continue
        made = script.book(when, buyer, book_seats, event_id, labels, **more)
        if luck > 0.9:
            if luck > 0.97:
                script.then(made, when + MINUTE, RINGSIDE, card_declined)
            continue
        script.then(made, when + MINUTE, RINGSIDE, pay.take_payment, method="online")


def sell_by_the_dozen(
    script: Script,
    event_id: int,
    parties: Sequence[Sequence[str]],
    now: datetime,
    desk: Viewer,
    chance: random.Random,
    *,
    named: Passengers | None = None,
) -> None:
    """Agencies book for many parties at once and pay by bill."""
    labels = [label for party in parties for label in party]
    for first in range(0, len(labels), DOZENS):
        share = labels[first : first + DOZENS]
        buyer = chance.choice(list(SELLERS.values()))
        when = now - timedelta(days=chance.randrange(4, 25), minutes=chance.randrange(400))
        more = named(buyer, len(share)) if named else {}
        made = script.book(when, desk, book_seats, event_id, share, customer=written_down(buyer), **more)
        script.then(made, when + timedelta(days=1), desk, pay.take_payment, method="transfer")


def put_in_baskets(
    script: Script,
    event_id: int,
    parties: Sequence[Sequence[str]],
    now: datetime,
    hold_minutes: float,
    chance: random.Random,
) -> None:
    """Each party is choosing at this moment; their holds run out one after the other."""
    buyers = [viewer_named(name) for name, _ in chance.sample(CUSTOMERS, len(parties))]
    for buyer, labels in zip(buyers, parties, strict=True):
        since = timedelta(minutes=hold_minutes * chance.uniform(0.02, 0.6))
        script.at(now - since, buyer, hold_seats, event_id, labels)
