"""Member groups of a venue, under whose names its price rules speak of people, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, func, select

from bookings.administration.venues import managed_venue
from bookings.database.base import new_id
from bookings.desk.customers import customer_of
from bookings.desk.log import Subject, check_revision, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import LogEntry, MemberGroup, Membership, Noun, Person, Venue
from bookings.rules.setup.fields import Fields
from bookings.rules.text.canonical import fold
from bookings.rules.times.zones import day_words, local_day, parse_day
from bookings.rules.violation import RuleViolation

MOST_GROUPS = 50


def make_group(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """A group of this `name`, after the others. Returns its id. Raises Invalid."""
    venue = managed_venue(tx, venue_id)
    others = _groups_of(tx, venue)
    if len(others) >= MOST_GROUPS:
        raise Invalid(
            f"A venue has at most {MOST_GROUPS} groups.", fields={"name": f"There are {MOST_GROUPS} already."}
        )
    fields = Fields({"name": "", **given})
    name = fields.name(limit=80)
    _check_name(fields, name, others)
    group = MemberGroup(id=new_id(), venue_id=venue.id, name=name or "", position=len(others))
    tx.session.add(group)
    tx.session.flush()
    write_line(tx, _subject(group), "made", {}, {"Name": group.name})
    return group.id


def edit_group(
    tx: Transaction, venue_id: str, group_id: str, given: Mapping[str, object], revision: int | None = None
) -> str:
    """Give it another `name`, or another `position` among the venue's groups (from 1), as far as given. Returns its id.

    Who is in several groups pays the prices of the first. Raises ChangedMeanwhile, Invalid.
    """
    group, others = _managed_group(tx, venue_id, group_id)
    check_revision(tx, _subject(group), revision)
    fields = Fields(given)
    name, position = fields.name(limit=80), fields.whole("position", 1, len(others) + 1)
    _check_name(fields, name, others)
    order = sorted([*others, group], key=lambda each: (each.position, each.id))
    before = {"Name": group.name, "Place": str(order.index(group) + 1)}
    group.name = name or group.name
    if position is not None:
        order.remove(group)
        order.insert(position - 1, group)
        for place, each in enumerate(order):
            each.position = place
    write_line(tx, _subject(group), "changed", before, {"Name": group.name, "Place": str(order.index(group) + 1)})
    return group.id


def remove_group(tx: Transaction, venue_id: str, group_id: str, revision: int | None = None) -> str:
    """Take the group away, with who is in it. Raises Conflict while a price rule speaks of it. Returns its id."""
    group, _ = _managed_group(tx, venue_id, group_id)
    check_revision(tx, _subject(group), revision)
    rules = tx.session.get_one(Venue, venue_id).price_rules
    speaking = [str(number) for number, rule in enumerate(rules, 1) if rule.get("group") == group_id]
    if speaking:
        numbers = f"rule {speaking[0]} speaks" if len(speaking) == 1 else f"rules {', '.join(speaking)} speak"
        raise Conflict(f"{group.name} has prices: {numbers} of it. Change those first.", code="has_prices")
    members = tx.session.scalar(select(func.count()).where(Membership.group_id == group_id)) or 0
    tx.session.execute(delete(Membership).where(Membership.group_id == group_id))
    write_line(tx, _subject(group), "removed", {"Name": group.name, "Members": str(members)}, {})
    tx.session.delete(group)
    return group_id


def add_member(tx: Transaction, venue_id: str, group_id: str, customer: Mapping[str, str], until: object = None) -> str:
    """Put somebody into the group, until the end of a day (None: without an end). Returns their id.

    `customer` as for a booking: {"id"}, or {"name", "email", "phone"} of somebody to find or write down. Who is in it already
    is in it until that day. Raises Invalid, NameMismatch.
    """
    group, _ = _managed_group(tx, venue_id, group_id)
    last = _last_day(until, local_day(tx.now, tx.session.get_one(Venue, venue_id).zone))
    whom = customer_of(tx, venue_id, customer)
    there = tx.session.get(Membership, (group_id, whom.person_id))
    name = whom.name or tx.session.get_one(Person, whom.person_id).name
    before = {name: _words(there.until)} if there is not None else {}
    if there is None:
        there = Membership(
            group_id=group_id, person_id=whom.person_id, name=whom.name or "", email=whom.email or "", until=last
        )
        tx.session.add(there)
    there.until = last
    line = write_line(tx, _subject(group), "changed" if before else "joined", before, {name: _words(last)})
    _name_person(line, whom.person_id)
    return whom.person_id


def remove_member(tx: Transaction, venue_id: str, group_id: str, person_id: str) -> str:
    """Take somebody out of the group. Returns their id. Raises NotFound."""
    group, _ = _managed_group(tx, venue_id, group_id)
    there = tx.session.get(Membership, (group_id, person_id))
    if there is None:
        raise NotFound("This person is not in the group.")
    name = there.name or tx.session.get_one(Person, person_id).name
    tx.session.delete(there)
    _name_person(write_line(tx, _subject(group), "left", {name: _words(there.until)}, {}), person_id)
    return person_id


def _name_person(line: LogEntry | None, person_id: str) -> None:
    """The line says whose name it has, so that the name goes when the account does (accounts.own.deletion)."""
    if line is not None:
        line.values = [{**each, "person": person_id} for each in line.values]


def _managed_group(tx: Transaction, venue_id: str, group_id: str) -> tuple[MemberGroup, list[MemberGroup]]:
    """The group with the others of its venue, whose row is locked."""
    groups = _groups_of(tx, managed_venue(tx, venue_id))
    found = next((group for group in groups if group.id == group_id), None)
    if found is None:
        raise NotFound("There is no such group here.")
    return found, [group for group in groups if group is not found]


def _groups_of(tx: Transaction, venue: Venue) -> list[MemberGroup]:
    groups = select(MemberGroup).where(MemberGroup.venue_id == venue.id)
    return list(tx.session.scalars(groups.order_by(MemberGroup.position, MemberGroup.id)))


def _check_name(fields: Fields, name: str | None, others: list[MemberGroup]) -> None:
    if name is not None and fold(name) in {fold(other.name) for other in others}:
        fields.errors["name"] = "There is a group of that name already."
    fields.check()


def _last_day(until: object, today: date) -> date | None:
    if until in (None, ""):
        return None
    try:
        day = until if isinstance(until, date) else parse_day(until, field="until")
    except RuleViolation as violation:
        raise Invalid(violation.message, fields={"until": violation.message}) from violation
    if day < today:
        raise Invalid("That day is over.", fields={"until": "That day is over. Leave it empty for no end."})
    return day


def _subject(group: MemberGroup) -> Subject:
    return Subject(Noun.GROUP, group.id, group.name, group.venue_id)


def _words(until: date | None) -> str:
    return "without an end" if until is None else f"until {day_words(until)}"
