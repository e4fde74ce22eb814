"""A person's notifications, from the newest backwards, and how many of them are unread. Nobody reads another's."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Notification, NotificationChoice, Venue
from bookings.rules.notifications.groups import address_of, group_of
from bookings.rules.notifications.words import MOST_FOR_A_PERSON, REQUESTED
from bookings.rules.times.zones import clock_label, local_day, to_local, zone_words

PAGE, LATEST = 30, 5
_CURSOR = re.compile(r"(\d{1,17})-([0-9a-f-]{36})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class NotificationView:
    """`zone` is its venue's, else UTC. `group` is what it is shown under."""

    id: str
    kind: str
    title: str
    message: str
    booking_id: str | None
    venue_id: str | None
    created_at: datetime
    read: bool
    zone: str

    @property
    def group(self) -> str:
        return group_of(self.kind).word

    @property
    def href(self) -> str:
        """Where what it is about stands; "" where that is nowhere else."""
        return address_of(self.kind, self.booking_id)


@dataclass(frozen=True)
class NotificationPage:
    """`before` is where the next page begins; None after the last. `unread` and `total` count all of the person's, up to
    MOST_FOR_A_PERSON."""

    items: tuple[NotificationView, ...]
    before: str | None
    unread: int
    total: int

    @property
    def zone(self) -> str:
        """By whose clock the list goes: that of the newest's venue, so that days and times follow one another."""
        return next((each.zone for each in self.items if each.venue_id), "UTC")

    @property
    def is_of_several_zones(self) -> bool:
        return any(map(self.there, self.items))

    @property
    def days(self) -> list[tuple[date, list[NotificationView]]]:
        """In their order, day by day."""
        return [(day, list(some)) for day, some in groupby(self.items, key=lambda each: local_day(each.created_at, self.zone))]

    def there(self, each: NotificationView) -> str:
        """What the clock of its venue showed, where that differs: "08:31 in New York"."""
        here, there = (to_local(each.created_at, zone) for zone in (self.zone, each.zone))
        if each.venue_id is None or here.utcoffset() == there.utcoffset():
            return ""
        return f"{clock_label(each.created_at, each.zone)} in {zone_words(each.zone)}"


@dataclass(frozen=True)
class LatestNotifications:
    """What hangs from the bell: how many are unread, and the newest, read or not; how many requests wait for somebody of the staff who
    wants to hear of them by a sound."""

    unread: int
    items: tuple[NotificationView, ...]
    sounding: int = 0


def read_notifications(session: Session, person_id: str, before: str = "", size: int = PAGE) -> NotificationPage:
    """The newest, or those that stand before a cursor. What is no cursor of ours is as good as none."""
    wanted = _of(person_id)
    edge = _edge(before)
    if edge is not None:
        wanted = wanted.where(edge)
    newest = wanted.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(size + 1)
    rows = [_view(*row) for row in session.execute(newest)]
    total = _count(session, Notification.person_id == person_id)
    return NotificationPage(
        tuple(rows[:size]), _cursor(rows[size - 1]) if len(rows) > size else None, count_unread(session, person_id), total
    )


def read_latest(session: Session, person_id: str) -> LatestNotifications:
    newest = _of(person_id).order_by(Notification.created_at.desc(), Notification.id.desc()).limit(LATEST)
    items = tuple(_view(*row) for row in session.execute(newest))
    unread = count_unread(session, person_id)
    return LatestNotifications(unread, items, _count_sounding(session, person_id) if unread else 0)


def _count_sounding(session: Session, person_id: str) -> int:
    chosen = select(NotificationChoice.person_id).where(
        NotificationChoice.person_id == person_id, NotificationChoice.group == group_of(REQUESTED).name, NotificationChoice.sound
    )
    waiting = and_(Notification.person_id == person_id, Notification.read_at.is_(None), Notification.kind == REQUESTED)
    return _count(session, and_(waiting, chosen.exists()))


def find_notifications(session: Session, person_id: str, ids: Collection[str]) -> list[NotificationView]:
    """Those of these that the person has still, oldest first."""
    found = _of(person_id).where(Notification.id.in_(ids)).order_by(Notification.created_at, Notification.id)
    return [_view(*row) for row in session.execute(found)]


def count_unread(session: Session, person_id: str) -> int:
    """At most MOST_FOR_A_PERSON."""
    return _count(session, and_(Notification.person_id == person_id, Notification.read_at.is_(None)))


def is_cursor(text: str) -> bool:
    return _edge(text) is not None


def _of(person_id: str) -> Select[Notification, str | None]:
    return select(Notification, Venue.zone).outerjoin(Venue, Venue.id == Notification.venue_id).where(Notification.person_id == person_id)


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    some = select(Notification.id).where(condition).limit(MOST_FOR_A_PERSON).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _view(row: Notification, zone: str | None) -> NotificationView:
    return NotificationView(
        row.id, row.kind, row.title, row.message, row.booking_id, row.venue_id, row.created_at, row.read_at is not None, zone or "UTC"
    )  # fmt: skip


def _cursor(last: NotificationView) -> str:
    return f"{(last.created_at - _EPOCH) // timedelta(microseconds=1)}-{last.id}"


def _edge(text: str) -> ColumnElement[bool] | None:
    match = _CURSOR.fullmatch(text)
    if match is None:
        return None
    try:
        at = _EPOCH + timedelta(microseconds=int(match[1]))
    except OverflowError:
        return None
    same = and_(Notification.created_at == at, Notification.id < match[2])
    return or_(Notification.created_at < at, same)
