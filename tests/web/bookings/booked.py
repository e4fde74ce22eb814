"""A court that Ann has booked at the test site, and what the database has of it."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask

from bookings.desk import book
from bookings.models import Viewer
from bookings.rules import topics
from tests import records
from tests.web.visits import desk_of
from tests.world.clock import at, minutes
from tests.world.people import ANN
from tests.world.places import COURT_1

UNKNOWN = "5b1d2f34-0000-4000-8000-000000000000"


def booked(site: Flask, by: Viewer = ANN, court: str = COURT_1, clock: str = "10:00") -> str:
    return desk_of(site).do(by, book.book_court, court, at(clock), at(clock) + minutes(60))


def state_of(site: Flask, booking: str) -> tuple[str, str]:
    found = records.booking(desk_of(site).database, booking)
    return found.status, found.payment_status


def history_of(site: Flask, booking: str) -> list[str]:
    return records.kinds(desk_of(site).database, topics.booking(booking))


def payments_of(site: Flask, booking: str) -> list[Decimal]:
    return [payment.amount for payment in records.payments(desk_of(site).database, booking)]
