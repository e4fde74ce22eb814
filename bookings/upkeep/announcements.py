"""Tells those who are booked on an event that has changed, where they are too many to be told in the transaction that changed it."""

from __future__ import annotations

import time

from sqlalchemy import exists, select

from bookings.desk.events.announce import tell_more
from bookings.desk.transaction import Desk
from bookings.models import Announcement
from bookings.models.person import RINGSIDE

PAUSE_SECONDS = 0.005
IN_ONE_ROUND = 50


def tell_the_rest(desk: Desk) -> None:
    """As far as it goes in one round."""
    with desk.database.read() as session:
        if not session.scalar(select(exists(select(Announcement.id)))):
            return
    for _ in range(IN_ONE_ROUND):
        if not desk.do(RINGSIDE, tell_more):
            return
        time.sleep(PAUSE_SECONDS)  # whoever waits to write goes first
