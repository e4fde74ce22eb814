"""Writes the notifications of a transaction, from its change records, in that transaction. No verb writes one of these itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select

from bookings.database.base import new_id
from bookings.desk.log.describe import moment_words, place_of, span_words
from bookings.desk.notifications.answered import mark_answered
from bookings.desk.notifications.of_events import told_of_event
from bookings.desk.notifications.of_wishes import OF_WISHES, told_of_wish
from bookings.desk.undo.waiting import sends_at
from bookings.models import Booking, Change, ChangeKind, Event, Notification, NotificationMail, Service, Staff, Venue
from bookings.models.person import RINGSIDE
from bookings.reading.people.channels import read_reachable
from bookings.reading.seats.maps import zone_of_event
from bookings.rules import topics
from bookings.rules.money.written import in_money
from bookings.rules.notifications.groups import channels_of
from bookings.rules.notifications.words import (
    MAILED_AFTER,
    TO_THE_CUSTOMER,
    TO_THE_STAFF,
    Fact,
    Words,
    to_the_customer,
    to_the_staff,
)
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import parse_instant

if TYPE_CHECKING:  # which writes them itself
    from bookings.desk.transaction import Transaction

AT_ONCE = 100
_TOLD = {*TO_THE_CUSTOMER, *TO_THE_STAFF}
_MERE_REDRAWING = "customer"
"""A booking whose customer was merged or has gone is drawn anew, and nobody is told."""


class Told(NamedTuple):
    """Whom, in which words, of which booking."""

    person_id: str
    words: Words
    venue_id: str | None
    booking_id: str | None = None


def write_notifications(tx: Transaction, changes: Sequence[Change]) -> None:
    """For everybody whom these changes concern and who did not do them; nothing is asked for changes that tell nobody anything."""
    of_one: dict[str, list[Change]] = {}
    told: list[Told] = []
    for change in changes:
        detail = change.payload["detail"]
        if change.kind not in _TOLD or _MERE_REDRAWING in detail.get("changed", ()) or False in (detail.get("first"), detail.get("told")):
            continue
        if change.booking_id is None:
            told += [Told(*each) for each in (told_of_wish if change.kind in OF_WISHES else told_of_event)(tx, change)]
        else:
            of_one.setdefault(change.booking_id, []).append(change)
    for mine in of_one.values():
        told += _of_booking(tx, mine)
    keep(tx, told)
    mark_answered(tx, changes)


def keep(tx: Transaction, told: Sequence[Told], *, mails: bool = True) -> list[str]:
    """Write them down for those who can sign in, as each chose: for the page, for a mail, or both; and record that they were
    told. Returns the ids of those that reach anybody. Without `mails` the caller has letters of its own."""
    ids: list[str] = []
    for first in range(0, len(told), AT_ONCE):
        some = told[first : first + AT_ONCE]
        reachable = read_reachable(tx.session, {each.person_id for each in some})
        shown: list[dict[str, object]] = []
        mailed: list[dict[str, object]] = []
        for each in some:
            if each.person_id not in reachable:
                continue
            channels = channels_of(each.words.kind, reachable[each.person_id])
            row: dict[str, object] = {
                "id": new_id(), "person_id": each.person_id, "venue_id": each.venue_id, "kind": each.words.kind,
                "title": each.words.title, "message": each.words.message, "booking_id": each.booking_id, "created_at": tx.now,
            }  # fmt: skip
            if channels.page:
                shown.append(row)
            if channels.email and mails:
                due_at = tx.now + MAILED_AFTER if channels.page else sends_at(tx, each.venue_id)
                mailed.append({**row, "notification_id": row["id"] if channels.page else None, "due_at": due_at})
        if shown:
            tx.session.execute(insert(Notification), shown)
            _record(tx, shown)
        if mailed:
            tx.session.execute(insert(NotificationMail), mailed)
        ids += dict.fromkeys(str(row["id"]) for row in (*shown, *mailed))
    tx.snapshots.told(ids)
    return ids


def _record(tx: Transaction, rows: Sequence[Mapping[str, object]]) -> None:
    """A change for those who were told one thing; another for the second thing that somebody was told.

    It is the program that tells: the name of whoever caused it stands with their own change.
    """
    rounds: list[dict[str, str]] = []
    for row in rows:
        person_id = str(row["person_id"])
        free = next((each for each in rounds if person_id not in each), None)
        if free is None:
            rounds.append(free := {})
        free[person_id] = str(row["id"])
    for told in rounds:
        tx.record(ChangeKind.NOTIFIED, map(topics.user, told), people=told, by=RINGSIDE, notifications=told)


def _of_booking(tx: Transaction, changes: Sequence[Change]) -> Iterable[Told]:
    booking = tx.session.get(Booking, changes[0].booking_id)
    facts = [(change, _fact(tx, change, booking)) for change in changes]
    customer_id = booking.customer_id if booking is not None else changes[-1].payload["people"][0]
    venue_id, booking_id = changes[0].venue_id, booking.id if booking is not None else None
    words = to_the_customer([fact for change, fact in facts if change.by_id != customer_id])
    if words is not None and not tx.keeps_from_customers(venue_id):
        yield Told(customer_id, words, venue_id, booking_id)
    for change, fact in facts:
        if change.kind in TO_THE_STAFF and booking is not None and _is_for_the_staff(tx, booking, change):
            for person_id in _staff_of(tx, booking.venue_id):
                if person_id not in (change.by_id, customer_id):
                    yield Told(person_id, to_the_staff(fact), venue_id, booking_id)


def _is_for_the_staff(tx: Transaction, booking: Booking, change: Change) -> bool:
    """What the customer writes; what becomes of an appointment without its venue, which keeps the time for nobody then; a request."""
    if change.kind == ChangeKind.MESSAGE_SENT:
        return not change.payload["detail"]["from_venue"]
    if change.kind == ChangeKind.BOOKING_CREATED:
        return _is_request(tx, booking, change)
    return booking.kind == "appointment" and change.by_id in (booking.customer_id, RINGSIDE.id)


def _is_request(tx: Transaction, booking: Booking, change: Change) -> bool:
    """Whether somebody waits for an answer: seats are theirs when they are paid for, so nobody has to look at each."""
    asked = booking.status == BookingStatus.PENDING and booking.resource_id is not None
    return asked and not (change.by_id == tx.by.id and tx.by.works_at(booking.venue_id))


def _staff_of(tx: Transaction, venue_id: str) -> Sequence[str]:
    return tx.session.scalars(select(Staff.person_id).where(Staff.venue_id == venue_id).order_by(Staff.person_id)).all()


def _fact(tx: Transaction, change: Change, booking: Booking | None) -> Fact:
    detail = change.payload["detail"]
    venue = tx.venue(str(change.venue_id))
    reason = str(detail.get("reason", ""))
    words = {
        "venue": venue.name,
        "code": booking.pnr if booking is not None else str(detail.get("pnr", "")),
        "what": _what(tx, booking) if booking is not None else "",
        "when": span_words(booking.starts_at, booking.ends_at, _zone(tx, booking, venue)) if booking is not None else "",
        "previous": str(detail.get("previous", "")),
        "late": str(detail.get("late", "")),
        "reason": reason,
        "ran_out": "yes" if reason and change.by_id == RINGSIDE.id else "",
        "from_place": str(detail.get("from_place", "")),
        "from_time": moment_words(parse_instant(detail["from_start"]), venue.zone) or "" if "from_start" in detail else "",
    }
    if change.kind == ChangeKind.TIME_PROPOSED:
        words["proposed"] = f"{moment_words(parse_instant(detail['start']), venue.zone)}, with {detail['place']},"
        words["reason"] = str(detail["note"])
    words["accepted"] = "yes" if detail.get("accepted") else ""
    for name in ("amount", "price"):
        words[name] = in_money(str(detail[name]).lstrip("-"), venue.currency) if name in detail else ""
    return Fact(change.kind, words)


def _zone(tx: Transaction, booking: Booking, venue: Venue) -> str:
    """Where it takes place; a flight is told of on the clock of where it leaves."""
    if booking.kind != "flight":
        return venue.zone
    return zone_of_event(tx.session, tx.session.get_one(Event, booking.event_id), venue)


def _what(tx: Transaction, booking: Booking) -> str:
    place = place_of(tx.session, booking)
    return place if booking.service_id is None else f"{tx.session.get_one(Service, booking.service_id).name} with {place}"
