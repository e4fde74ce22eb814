"""What a round of the sender does, and what stands in the database then."""

from __future__ import annotations

from bookings.administration.programs.webhooks import MadeWebhook
from bookings.database import Database
from bookings.desk import Desk
from bookings.models import Webhook
from bookings.reading.administration.programs.webhooks import Delivery, read_deliveries
from bookings.webhooks.queue import due_webhooks
from bookings.webhooks.sender import AT_ONCE, send_next


def send_all(desk: Desk) -> None:
    """As the sender does in a round."""
    with desk.database.read() as session:
        due = due_webhooks(session, desk.database.now(session), AT_ONCE)
    for each in due:
        while send_next(desk, each, private=True):
            pass


def row(database: Database, made: MadeWebhook) -> Webhook:
    with database.read() as session:
        return session.get_one(Webhook, made.id)


def last(database: Database, made: MadeWebhook) -> Delivery:
    with database.read() as session:
        return read_deliveries(session, made.id)[0]
