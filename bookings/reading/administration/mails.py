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
class Outbox:
    """`waiting` have not been sent yet, `troubled` of them were tried in vain; `back` were given up in the last thirty days, the
    newest of them are `lost`."""

    waiting: int
    troubled: int
    back: int
    lost: tuple[LostMail, ...]


def read_outbox(session: Session) -> Outbox:
    waiting = select(func.count()).select_from(Mail).where(Mail.next_at.is_not(None))
    failed = select(Mail).where(Mail.failed_at.is_not(None))
    lost = session.scalars(failed.order_by(Mail.failed_at.desc(), Mail.id).limit(NEWEST)).all()
    return Outbox(
        session.scalar(waiting) or 0,
        session.scalar(waiting.where(Mail.attempts > 0)) or 0,
        session.scalar(select(func.count()).select_from(failed.subquery())) or 0,
        tuple(LostMail(mail.to, mail.subject, mail.failed_at, mail.error) for mail in lost if mail.failed_at),
    )
