"""What is over is cleared away, in batches of their own transactions, so that nobody at the desk waits for it.

Keys of requests, tickets, links, mails, refresh tokens, tries to sign in, log-ins that ended, messages of payment
providers, wishes, what can be undone no more. Each may be done by anybody at any time, and twice without harm. The topics'
counters stay: one that began anew would count versions twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Delete, delete, exists, or_, select, tuple_

from bookings.accounts.last_use import AT_ONCE as IDLE_AT_ONCE
from bookings.accounts.last_use import end_idle
from bookings.accounts.login_throttle import KNOWN_FOR
from bookings.desk.transaction import Desk, Transaction
from bookings.mail.outbox import clear_mails
from bookings.models import (
    AccountLink,
    IdempotencyKey,
    Login,
    LoginAttempts,
    PaymentEvent,
    RefreshToken,
    Ticket,
    UndoableAct,
    WebhookDelivery,
    Wish,
)
from bookings.models.person import RINGSIDE
from bookings.rules.times.undo import KEPT_FOR

BATCH = 500
BATCHES = 20  # of each kind in one go; the rest waits for the next
KEEP_KEYS = timedelta(hours=24)
KEEP_ENDED = timedelta(days=1)
KEEP_PAYMENT_EVENTS = timedelta(days=90)
KEEP_DELIVERIES = timedelta(days=14)
KEEP_WISHES = timedelta(days=30)
KEEP_LINKS = timedelta(days=30)
"""So long somebody who comes with an old link is told what became of it."""


def purge_expired(desk: Desk) -> None:
    """All that is over, as far as it goes within the bounds."""
    for step in STEPS:
        for _ in range(BATCHES):
            if desk.do(RINGSIDE, step) < BATCH:
                break


def end_unused(desk: Desk, idle: timedelta) -> None:
    """The log-ins that were not used for so long."""
    for _ in range(BATCHES):
        if desk.do(RINGSIDE, end_idle, idle) < IDLE_AT_ONCE:
            break


def clear_keys(tx: Transaction) -> int:
    key = tuple_(IdempotencyKey.person_id, IdempotencyKey.key)
    old = select(IdempotencyKey.person_id, IdempotencyKey.key).where(IdempotencyKey.created_at < tx.now - KEEP_KEYS)
    return _count(tx, delete(IdempotencyKey).where(key.in_(old.limit(BATCH))))


def clear_tickets(tx: Transaction) -> int:
    old = select(Ticket.digest).where(Ticket.expires_at <= tx.now).limit(BATCH)
    return _count(tx, delete(Ticket).where(Ticket.digest.in_(old)))


def clear_links(tx: Transaction) -> int:
    old = select(AccountLink.digest).where(AccountLink.expires_at <= tx.now - KEEP_LINKS).limit(BATCH)
    return _count(tx, delete(AccountLink).where(AccountLink.digest.in_(old)))


def clear_refresh_tokens(tx: Transaction) -> int:
    old = select(RefreshToken.digest).where(RefreshToken.expires_at <= tx.now).limit(BATCH)
    return _count(tx, delete(RefreshToken).where(RefreshToken.digest.in_(old)))


def clear_tokens_of_ended_logins(tx: Transaction) -> int:
    old = select(RefreshToken.digest).join(Login, Login.id == RefreshToken.login_id)
    ended = old.where(Login.ended_at < tx.now - KEEP_ENDED).limit(BATCH)
    return _count(tx, delete(RefreshToken).where(RefreshToken.digest.in_(ended)))


def clear_ended_logins(tx: Transaction) -> int:
    held = [exists().where(table.login_id == Login.id) for table in (RefreshToken, Ticket)]
    old = select(Login.id).where(Login.ended_at < tx.now - KEEP_ENDED, *(~each for each in held)).limit(BATCH)
    return _count(tx, delete(Login).where(Login.id.in_(old)))


def clear_payment_events(tx: Transaction) -> int:
    """Not those that nobody has settled. A repeat that came after so long would still find its payment paid."""
    old = select(PaymentEvent.id).where(PaymentEvent.at < tx.now - KEEP_PAYMENT_EVENTS)
    over = old.where(or_(PaymentEvent.mismatch == "", PaymentEvent.settled_at.is_not(None))).limit(BATCH)
    return _count(tx, delete(PaymentEvent).where(PaymentEvent.id.in_(over)))


def clear_login_attempts(tx: Transaction) -> int:
    old = select(LoginAttempts.subject).where(LoginAttempts.last_at < tx.now - KNOWN_FOR).limit(BATCH)
    return _count(tx, delete(LoginAttempts).where(LoginAttempts.subject.in_(old)))


def clear_deliveries(tx: Transaction) -> int:
    """What became of messages to webhooks."""
    old = select(WebhookDelivery.id).where(WebhookDelivery.at < tx.now - KEEP_DELIVERIES).limit(BATCH)
    return _count(tx, delete(WebhookDelivery).where(WebhookDelivery.id.in_(old)))


def clear_undoable_acts(tx: Transaction) -> int:
    """With what they keep of bookings that are gone."""
    old = select(UndoableAct.id).where(UndoableAct.at < tx.now - KEPT_FOR).limit(BATCH)
    return _count(tx, delete(UndoableAct).where(UndoableAct.id.in_(old)))


def clear_wishes(tx: Transaction) -> int:
    """Those that ended."""
    old = select(Wish.id).where(Wish.ended_at < tx.now - KEEP_WISHES).limit(BATCH)
    return _count(tx, delete(Wish).where(Wish.id.in_(old)))


STEPS: tuple[Callable[[Transaction], int], ...] = (
    clear_keys, clear_tickets, clear_links, clear_mails, clear_refresh_tokens, clear_tokens_of_ended_logins,
    clear_ended_logins, clear_login_attempts, clear_payment_events, clear_deliveries,
    clear_undoable_acts, clear_wishes,
)  # fmt: skip


def _count(tx: Transaction, statement: Delete) -> int:
    cleared: int = tx.session.execute(statement.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    return cleared
