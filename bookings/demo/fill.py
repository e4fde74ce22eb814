"""Makes the demo in an empty database: one transaction, so there is all of it or nothing."""

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bookings.accounts.passwords import hash_password
from bookings.demo.ghosts.script import Script
from bookings.demo.people import PASSWORD, add_people, add_staff
from bookings.demo.venues.arena import add_arena, sell_arena
from bookings.demo.venues.clinic import add_appointments, add_clinic
from bookings.demo.venues.flights import add_airline, sell_flights
from bookings.demo.venues.lindenhof import add_club
from bookings.demo.venues.lindenhof_week import add_week
from bookings.demo.venues.theatre import add_theatre, sell_theatre
from bookings.desk import Desk, Transaction
from bookings.models import Venue
from bookings.models.person import RINGSIDE

_LOCK = 5_417_238_112  # beside the migration's and the upkeep's


def fill(desk: Desk) -> None:
    """Make the demo's venues, people, bookings and baskets. Where there are venues already, nothing is done."""
    with desk.database.read() as session:
        if _any_venue(session):
            return
    secret = hash_password(PASSWORD)  # before the transaction: it takes its time
    desk.do(RINGSIDE, _make, secret)


def _make(tx: Transaction, password_hash: str) -> None:
    session, now = tx.session, tx.now
    if not _is_ours_to_do(session) or _any_venue(session):
        return
    add_people(session, now, password_hash)
    keeper, strings = add_theatre(session, now)  # first, so that its show is event 1
    concert = add_arena(session, now)
    departures = add_airline(session, now)
    add_club(session)
    add_clinic(session)
    add_staff(session)
    script = Script()
    add_week(script, now)
    add_appointments(script, now)
    sell_theatre(script, keeper, strings, now, tx.hold_minutes)
    sell_arena(script, concert, now)
    sell_flights(script, departures, now, tx.hold_minutes)
    script.play(tx)


def _is_ours_to_do(session: Session) -> bool:
    """Several processes may start at once on PostgreSQL: the first makes the demo, the others leave it to it."""
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}))


def _any_venue(session: Session) -> bool:
    return bool(session.scalar(select(func.count()).select_from(Venue)))
