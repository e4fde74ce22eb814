"""The outbox: a mail is written in the transaction of its cause, and handed to the mail server afterwards.

A mail is claimed before it is handed over, so that two processes never send one both. What the server has certainly not taken is
tried again with growing pauses, for two days. What it may have taken is sent once more, under the same Message-ID: better twice
than never. What a process was sending when it ended may not even have been handed over: that is sent until somebody says how it
went. Its words go once it is sent or given up, since they hold a secret link.
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
ENDED_AFTER = timedelta(minutes=5)
"""Whoever claimed a mail and said nothing for so long has ended meanwhile: no server is waited for as long."""
MOST_TRIES = 20
"""More than there are in two days. A mail that ends whoever sends it is tried no more often."""
SENDING = "being sent"
KEPT_FOR = timedelta(days=30)
AT_ONCE, CLEARED_AT_ONCE = 20, 500

MAYBE = "It may have arrived: the connection ended before the mail server answered."
ENDED = "It may have arrived: the program ended while it was being sent."


def write_mail(tx: Transaction, to: str, letter: Letter) -> None:
    tx.session.add(Mail(
        to=to, subject=letter.subject, text=letter.text, html=letter.html, unsubscribe=letter.unsubscribe, created_at=tx.now,
        next_at=tx.now,
    ))  # fmt: skip


def send_due(desk: Desk, settings: SiteSettings) -> int:
    """Hand over what is due, one after the other. Returns how many were tried."""
    tried = 0
    while settings.mail is not None and settings.mail_from and tried < AT_ONCE and _has_due(desk):
        mail = desk.do(RINGSIDE, claim_next)
        if mail is None:
            break
        tried += 1
        try:
            letter = Letter(mail.subject, mail.text, mail.html, mail.unsubscribe)
            made = message(mail.id, settings.mail_from, mail.to, letter, mail.created_at)
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
    send(settings.mail, settings.mail_from, to, message(new_id(), settings.mail_from, to, trial_letter(), at))


def _has_due(desk: Desk) -> bool:
    with desk.database.read() as session:
        found = session.scalar(select(Mail.id).where(Mail.next_at <= desk.database.now(session)).limit(1))
    return found is not None


def claim_next(tx: Transaction) -> Mail | None:
    """The next mail that is due; nobody else gets it meanwhile. One that was claimed and never reported on is sent again."""
    due = select(Mail).where(Mail.next_at <= tx.now).order_by(Mail.next_at, Mail.id).limit(1)
    while (mail := tx.session.scalar(due.with_for_update(skip_locked=True))) is not None:
        if mail.error != SENDING or mail.attempts < MOST_TRIES:
            mail.attempts += 1
            mail.next_at, mail.error = tx.now + max(ENDED_AFTER, _pause(mail)), SENDING
            return mail
        _give_up(tx, mail, ENDED)
        tx.session.flush()
    return None


def note_sent(tx: Transaction, mail_id: str) -> None:
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    mail.sent_at, mail.next_at, mail.error = tx.now, None, ""
    _forget_words(mail)


def note_failure(tx: Transaction, mail_id: str, failure: NotSent) -> None:
    mail = tx.session.get_one(Mail, mail_id, with_for_update=True)
    if mail.next_at is None:  # another took this one for ended, and has sent it
        return
    pause = _pause(mail)
    reason = MAYBE if failure.unknown else failure.reason
    again = _may_be_sent_once_more(mail) if failure.unknown else failure.again
    if again and tx.now + pause < mail.created_at + GIVEN_UP_AFTER:
        mail.next_at, mail.error = tx.now + pause, reason
    else:
        _give_up(tx, mail, reason)


def clear_mails(tx: Transaction) -> int:
    """Clear away what is long over; how many there were."""
    old = tx.session.scalars(
        select(Mail.id).where(Mail.next_at.is_(None), Mail.created_at < tx.now - KEPT_FOR).limit(CLEARED_AT_ONCE)
    ).all()
    tx.session.execute(delete(Mail).where(Mail.id.in_(old)))
    return len(old)


def _pause(mail: Mail) -> timedelta:
    pause: timedelta = min(FIRST_PAUSE * 4 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
    return pause


def _may_be_sent_once_more(mail: Mail) -> bool:
    """Whether this is the first time that nobody knows if it arrived."""
    mail.unsure += 1
    return mail.unsure == 1


def _give_up(tx: Transaction, mail: Mail, reason: str) -> None:
    mail.failed_at, mail.next_at, mail.error = tx.now, None, reason
    _forget_words(mail)


def _forget_words(mail: Mail) -> None:
    mail.text = mail.html = mail.unsubscribe = ""
