"""What the outbox says to an admin: how much waits, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Mail

NEWEST = 10


@dataclass(frozen=True)
class LostMail:
    to: str
    subject: str
    at: datetime
    why: str


@dataclass(frozen=True)
class WaitingMail:
    """`why` it was not sent when it was last tried; "" when it was not."""

    id: str
    to: str
    subject: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Outbox:
    """`waiting` have not been sent yet, the oldest of them are `first`; `back` were given up in the last thirty days, the
    newest of them are `lost`."""

    waiting: int
    first: tuple[WaitingMail, ...]
    back: int
    lost: tuple[LostMail, ...]


def read_outbox(session: Session) -> Outbox:
    waiting = select(Mail).where(Mail.next_at.is_not(None))
    first = session.scalars(waiting.order_by(Mail.created_at, Mail.id).limit(NEWEST)).all()
    failed = select(Mail).where(Mail.failed_at.is_not(None))
    lost = session.scalars(failed.order_by(Mail.failed_at.desc(), Mail.id).limit(NEWEST)).all()
    return Outbox(
        session.scalar(select(func.count()).select_from(waiting.subquery())) or 0,
        tuple(WaitingMail(mail.id, mail.to, mail.subject, mail.created_at, mail.error) for mail in first),
        session.scalar(select(func.count()).select_from(failed.subquery())) or 0,
        tuple(LostMail(mail.to, mail.subject, mail.failed_at, mail.error) for mail in lost if mail.failed_at),
    )
