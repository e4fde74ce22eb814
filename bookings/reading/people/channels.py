"""How what people are told reaches them: what they chose, and who of some can be reached at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import NotificationChoice, Person, Role
from bookings.rules.notifications.groups import GROUPS, Channels, Group, channels_of

Chosen = Mapping[str, Channels]
"""By the names of groups; what is not in it is as usual."""


class Choice(NamedTuple):
    group: Group
    channels: Channels


def read_choices(session: Session, person_id: str) -> list[Choice]:
    """For each group of which this person may ever be told."""
    chosen = read_reachable(session, [person_id]).get(person_id, {})
    works = session.scalar(select(Person.role).where(Person.id == person_id)) != Role.CUSTOMER
    return [Choice(group, chosen.get(group.name, group.usual)) for group in GROUPS.values() if works or not group.for_staff]


def read_reachable(session: Session, people: Collection[str]) -> dict[str, Chosen]:
    """Those of these people who can sign in, with what they chose."""
    known = (
        select(Person.id, NotificationChoice.group, NotificationChoice.page, NotificationChoice.email, NotificationChoice.sound)
        .outerjoin(NotificationChoice, NotificationChoice.person_id == Person.id)
        .where(Person.id.in_(people), Person.email.is_not(None), Person.deactivated_at.is_(None))
    )
    found: dict[str, dict[str, Channels]] = {}
    for person_id, group, page, email, sound in session.execute(known):
        chosen = found.setdefault(person_id, {})
        if group is not None:
            chosen[group] = Channels(page, email, sound)
    return {**found}


def can_be_told(session: Session, person_id: str, kind: str) -> bool:
    """Whether something of this kind reaches them at all."""
    reachable = read_reachable(session, [person_id])
    return person_id in reachable and any(channels_of(kind, reachable[person_id])[:2])
