"""What reaches a person of what they are told: each chooses for themselves, by kinds and channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from bookings.desk.customers import present_person
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import ChangeKind, NotificationChoice, Person
from bookings.rules import topics
from bookings.rules.notifications.groups import GROUPS, Channels

CHOSEN = "chosen"

Choices = Mapping[tuple[str, str], bool]
"""{(name of a group, a channel of it): whether it shall be told so}. What is not named stays."""


def choose(tx: Transaction, choices: Choices) -> None:
    """For oneself. Raises Invalid for a group or a channel that there is not."""
    _choose(tx, tx.by.id, choices)


def stop_emails(tx: Transaction, person_id: str, groups: Collection[str], *, stop: bool = True) -> None:
    """For whoever showed an address that was mailed to this person. Somebody who has gone is sent nothing anyway."""
    _choose(tx, present_person(tx, person_id), {(name, "email"): not stop for name in groups})


def _choose(tx: Transaction, person_id: str, choices: Choices) -> None:
    unknown = {name: "There is no such kind." for name, channel in choices if name not in GROUPS or channel not in GROUPS[name].channels}
    if unknown:
        raise Invalid("There is no such kind of notifications.", fields=unknown)
    # Two at once meet at the person's row.
    here = select(Person.id).where(Person.id == person_id, Person.email.is_not(None))
    if not tx.session.scalar(here.with_for_update()):
        return
    mine = select(NotificationChoice).where(NotificationChoice.person_id == person_id)
    rows = {row.group: row for row in tx.session.scalars(mine)}
    changed = False
    for name in dict.fromkeys(name for name, _ in choices):
        row = rows.get(name)
        before = Channels(row.page, row.email, row.sound) if row else GROUPS[name].usual
        after = Channels(*(choices.get((name, channel), getattr(before, channel)) for channel in Channels._fields))
        if after == before:
            continue
        changed = True
        if row is None:
            row = NotificationChoice(person_id=person_id, group=name)
            tx.session.add(row)
        row.page, row.email, row.sound = after
    if changed:
        tx.record(ChangeKind.NOTIFICATIONS_CHANGED, [topics.user(person_id)], people=[person_id], act=CHOSEN, ids=[])
