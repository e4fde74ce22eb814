"""The member groups that a table of customers puts people into. Nobody is taken out of one by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from bookings.desk.log import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.models import MemberGroup, Membership, Noun, Venue
from bookings.reading.people.customers import Customer
from bookings.reading.people.groups import groups_of_people
from bookings.rules.text.canonical import fold
from bookings.rules.text.cells import listed, parts_of
from bookings.rules.times.zones import local_day

AT_ONCE = 500


class NoGroup(Exception):
    """A sentence about a group that the venue does not have."""


class GroupsOfTable:
    """The venue's groups while the lines are gone through: who is in them now, and who is put in."""

    def __init__(self, session: Session, venue: Venue, now: datetime) -> None:
        self._session, self._venue_id, self._today = session, venue.id, local_day(now, venue.zone)
        groups = select(MemberGroup).where(MemberGroup.venue_id == venue.id)
        self._groups = list(session.scalars(groups.order_by(MemberGroup.position, MemberGroup.id)))
        self._by_name = {fold(group.name): group.id for group in self._groups}
        self._names = {group.id: group.name for group in self._groups}
        self._members: dict[str, tuple[str, ...]] = {}
        self._joining: list[tuple[str, Customer]] = []

    def named(self, cell: str) -> tuple[str, ...]:
        """The ids of the groups of a cell, semicolons or commas between their names. Raises NoGroup."""
        names = parts_of(cell, self._by_name, key=fold)
        if unknown := [name for name in names if fold(name) not in self._by_name]:
            there = f"There are {listed(list(self._names.values()))}." if self._names else "This venue has no groups."
            raise NoGroup(f"there is no group “{unknown[0][:60]}”. {there}")
        return tuple(dict.fromkeys(self._by_name[fold(name)] for name in names))

    def read_members(self, people: Sequence[str]) -> None:
        """In which groups these people are today."""
        for first in range(0, len(people), AT_ONCE):
            self._members |= groups_of_people(self._session, self._venue_id, people[first : first + AT_ONCE], self._today)

    def join(self, customer: Customer, wanted: Sequence[str]) -> tuple[str, str] | None:
        """Note that this customer comes into these groups too: in which they are and will be, in words; None for no other."""
        before = self._members.get(customer.id, ())
        more = [each for each in wanted if each not in before]
        if not more:
            return None
        self._joining += [(each, customer) for each in more]
        after = [group.id for group in self._groups if group.id in (*before, *more)]
        return self._in_words(before), self._in_words(after)

    def put_in(self, tx: Transaction) -> None:
        """Who was in a group until a day that is over is in it again, without an end. The log counts them, by group."""
        joining = Counter(group for group, _ in self._joining)
        rows = [
            {
                "group_id": group, "person_id": each.id, "until": None,
                "name": "" if each.own_name else each.name, "email": "" if each.own_name else each.email,
            }
            for group, each in self._joining
        ]  # fmt: skip
        for group_id in joining:
            people = [each.id for group, each in self._joining if group == group_id]
            for first in range(0, len(people), AT_ONCE):
                some = Membership.person_id.in_(people[first : first + AT_ONCE])
                tx.session.execute(delete(Membership).where(Membership.group_id == group_id, some))
        if rows:
            tx.session.execute(insert(Membership), rows)
        for group in self._groups:
            if joining[group.id]:
                there = tx.session.scalar(select(func.count()).select_from(Membership).where(Membership.group_id == group.id)) or 0
                subject = Subject(Noun.GROUP, group.id, group.name, group.venue_id)
                put = f"{there}, {joining[group.id]} of them put in by an import"
                write_line(tx, subject, "changed", {"Members": None}, {"Members": put})

    def _in_words(self, groups: Sequence[str]) -> str:
        return listed([self._names[each] for each in groups])
