"""Mails that wait in the outbox, taken out by an admin before they are sent."""

from __future__ import annotations

from bookings.administration.settings import SUBJECT
from bookings.desk.log import write_line
from bookings.desk.transaction import Transaction
from bookings.errors import NotAllowed, NotFound
from bookings.mail.outbox import SENDING
from bookings.models import Mail


def remove_mail(tx: Transaction, mail_id: str) -> None:
    """Never send this one. Raises NotAllowed; NotFound when it has gone meanwhile, or is just being sent."""
    if not tx.by.is_admin:
        raise NotAllowed("Only an admin removes mails.")
    mail = tx.session.get(Mail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.next_at is None or mail.error == SENDING:
        raise NotFound("This mail waits no more: it was sent, or came back.")
    write_line(tx, SUBJECT, "mail removed", {"Mail": f"{mail.subject}, to {mail.to}"}, {"Mail": None})
    tx.session.delete(mail)
