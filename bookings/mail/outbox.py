"""The outbox: a mail is written in the transaction of its cause, and handed to the mail server afterwards.

A mail is claimed before it is handed over, so that two processes never send one both. It is sent again only after the server has
certainly not taken it: with growing pauses, for two days. Its words go once it is sent or given up, since they hold a secret link.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bookings.database.base import new_id
from bookings.desk.transaction import Desk, Transaction
from bookings.mail.letters import Letter, trial_letter
from bookings.mail.smtp import NotSent, message, send
from bookings.models import Mail
from bookings.models.person import RINGSIDE
from bookings.rules.setup.settings import SiteSettings

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=2)
ENDED_AFTER = timedelta(hours=1)
"""Whoever claimed a mail and said nothing for so long has ended meanwhile."""
SENDING = "being sent"
KEPT_FOR = timedelta(days=30)
AT_ONCE, CLEARED_AT_ONCE = 20, 500

MAYBE = "It may have arrived: the connection ended before the mail server answered."
ENDED = "It may have arrived: the program ended while it was being sent."


def write_mail(tx: Transaction, to: str, letter: Letter) -> None:
    tx.session.add(Mail(to=to, subject=letter.subject, text=letter.text, created_at=tx.now, next_at=tx.now))


def send_due(desk: Desk, settings: SiteSettings) -> int:
    """Hand over what is due, one after the other. Returns how many were tried."""
    tried = 0
    while settings.mail is not None and settings.mail_from and tried < AT_ONCE and _has_due(desk):
        mail = desk.do(RINGSIDE, claim_next)
        if mail is None:
            break
        tried += 1
        try:
            made = message(mail.id, settings.mail_from, mail.to, mail.subject, mail.text, mail.created_at)
            send(settings.mail, settings.mail_from, mail.to, made)
        except NotSent as failure:
            desk.do(RINGSIDE, note_failure, mail.id, failure)
        else:
            desk.do(RINGSIDE, note_sent, mail.id)
    return tried


def send_trial(settings: SiteSettings, to: str, at: datetime) -> None:
    """Hand a test mail over at once, past the outbox. Raises NotSent."""
    if settings.mail is None or not settings.mail_from:
        raise NotSent("There is no mail server yet.")
    letter = trial_letter()
    send(settings.mail, settings.mail_from, to, message(new_id(), settings.mail_from, to, letter.subject, letter.text, at))


def _has_due(desk: Desk) -> bool:
    with desk.database.read() as session:
        found = session.scalar(select(Mail.id).where(Mail.next_at <= desk.database.now(session)).limit(1))
    return found is not None


def claim_next(tx: Transaction) -> Mail | None:
    """The next mail that is due; nobody else gets it. One that was claimed before and never reported on is given up."""
    due = select(Mail).where(Mail.next_at <= tx.now).order_by(Mail.next_at, Mail.id).limit(1)
    while (mail := tx.session.scalar(due.with_for_update(skip_locked=True))) is not None:
        if mail.error != SENDING:
            mail.next_at, mail.error = tx.now + ENDED_AFTER, SENDING
            mail.attempts += 1
            return mail
        _give_up(tx, mail, ENDED)
        tx.session.flush()
    return None


def note_sent(tx: Transaction, mail_id: str) -> None:
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    mail.sent_at, mail.next_at, mail.error, mail.text = tx.now, None, "", ""


def note_failure(tx: Transaction, mail_id: str, failure: NotSent) -> None:
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    pause = min(FIRST_PAUSE * 4 ** (mail.attempts - 1), LONGEST_PAUSE)
    if failure.again and tx.now + pause < mail.created_at + GIVEN_UP_AFTER:
        mail.next_at, mail.error = tx.now + pause, failure.reason
    else:
        _give_up(tx, mail, MAYBE if failure.unknown else failure.reason)


def clear_mails(tx: Transaction) -> int:
    """Clear away what is long over; how many there were."""
    old = tx.session.scalars(
        select(Mail.id).where(Mail.next_at.is_(None), Mail.created_at < tx.now - KEPT_FOR).limit(CLEARED_AT_ONCE)
    ).all()
    tx.session.execute(delete(Mail).where(Mail.id.in_(old)))
    return len(old)


def _give_up(tx: Transaction, mail: Mail, reason: str) -> None:
    mail.failed_at, mail.next_at, mail.error, mail.text = tx.now, None, reason, ""
