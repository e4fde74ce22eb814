"""The life of one booking of a court or an appointment: asked for, confirmed, paid, checked in, completed or missed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bookings.demo.ghosts.script import Made, Script
from bookings.demo.people import written_down
from bookings.desk import Transaction, states
from bookings.desk.customers.conversation import send_message
from bookings.desk.lookup import booking_for
from bookings.desk.money import pay
from bookings.models import Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.money.amounts import rounded
from bookings.rules.times.zones import to_local

Pays = Literal["online", "desk", "bill", "half", "never", "declined"]
PublishQueue = Literal["", "asks", "late", "missed", "cancels"]
MINUTE = timedelta(minutes=1)
OPENS = 7
NIGHT = timedelta(hours=8)


@dataclass(frozen=True)
class Visit:
    """`desk` is who works there. `pays`: online at once, at the desk on arrival, by bill, half of it, never, or with a card
    that was declined. `turn`: asks (and is confirmed half an hour before), comes late, is missed, or cancels. `talk`: what the
    desk and the customer wrote to each other, by turns."""

    start: datetime
    end: datetime
    who: Viewer
    desk: Viewer
    pays: Pays = "online"
    turn: PublishQueue = ""
    talk: tuple[str, ...] = ()


def add_visit(
    script: Script,
    visit: Visit,
    now: datetime,
    zone: str,
    chance: random.Random,
    verb: Callable[..., str],
) -> None:
    """Write down the whole life of the booking that `verb` makes: by the customer, or at the desk for the customer.

    `verb` is one of the desk's, all its arguments but `customer` filled in.
    """
    when = made_before(visit.start, now, zone, chance)
    by_phone = visit.pays in ("desk", "bill") and visit.turn != "asks"
    for_whom = {"customer": written_down(visit.who)} if by_phone else {}
    made = script.book(when, visit.desk if by_phone else visit.who, verb, **for_whom)
    if visit.turn == "asks":
        script.then(made, max(when + MINUTE, visit.start - 35 * MINUTE), visit.desk, states.confirm)
    elif not by_phone and visit.pays != "online":  # what is paid in full is confirmed by that
        script.then(made, when + 2 * MINUTE, visit.desk, states.confirm)
    for number, text in enumerate(visit.talk):
        script.then(made, when + (5 + 12 * number) * MINUTE, visit.who if number % 2 else visit.desk, send_message, text)
    _money(script, made, visit, when, chance)
    if visit.turn == "cancels":
        script.then(made, when + 3 * MINUTE, visit.who, states.cancel, reason="Cannot come after all")
        return
    _arrival(script, made, visit, chance)


def made_before(start: datetime, now: datetime, zone: str, chance: random.Random) -> datetime:
    """Some days ahead of `start`, but no later than a while ago, and not in the dead of night."""
    ahead = start - chance.randrange(90, 8 * 24 * 60) * MINUTE
    when = min(ahead, now - chance.randrange(5, 600) * MINUTE) - timedelta(seconds=chance.randrange(60))
    return when if to_local(when, zone).hour >= OPENS else when - NIGHT


def _money(script: Script, made: Made, visit: Visit, when: datetime, chance: random.Random) -> None:
    if visit.pays == "online":
        script.then(made, when + MINUTE, RINGSIDE, pay.take_payment, method="online")
    elif visit.pays == "bill":
        script.then(made, when + 2 * MINUTE, visit.desk, pay.take_payment, method="transfer")
    elif visit.pays == "half":
        script.then(made, when + MINUTE, visit.desk, pay_half)
    elif visit.pays == "declined":
        script.then(made, when + MINUTE, RINGSIDE, card_declined)
    elif visit.pays == "desk" and visit.turn != "missed":
        at = visit.start - chance.randrange(2) * MINUTE
        script.then(made, at, visit.desk, pay.take_payment, method=chance.choice(["card", "card", "cash"]))


def _arrival(script: Script, made: Made, visit: Visit, chance: random.Random) -> None:
    if visit.turn == "missed":
        script.then(made, visit.start + 21 * MINUTE, visit.desk, states.mark_no_show)
        return
    comes = 26 * MINUTE if visit.turn == "late" else -chance.randrange(3) * MINUTE
    script.then(made, visit.start + comes, visit.desk, states.check_in)
    script.then(made, visit.end + chance.randrange(3) * MINUTE, RINGSIDE, states.complete)


def pay_half(tx: Transaction, booking_id: str) -> str:
    """Take half of the price as a deposit."""
    booking = booking_for(tx, booking_id)
    half = rounded(booking.price / 2, booking.currency)
    return pay.take_payment(tx, booking_id, half, method="card")


def card_declined(tx: Transaction, booking_id: str) -> None:
    """A payment that came to nothing."""
    pay.note_failed_payment(tx, booking_id, booking_for(tx, booking_id).price)
