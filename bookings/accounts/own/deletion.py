"""Deleting one's own account. The bookings and the ledger stay as figures; the name, the address and whatever was said go."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import String, cast, delete, func, or_, select, update

from bookings.accounts.admins import check_not_last_admin, lock_admins
from bookings.accounts.calendar_feeds import end_feeds
from bookings.accounts.ended_logins import end_all_logins
from bookings.audit import Act
from bookings.desk.affected_topics import affected_topics, own_time
from bookings.desk.claims.release import end_hold
from bookings.desk.log.describe import STAFF_NOTE
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import forget_wishes
from bookings.errors import Conflict
from bookings.models import (
    AccountLink,
    Booking,
    Change,
    ChangeKind,
    CustomerNote,
    Hold,
    IdempotencyKey,
    LogEntry,
    Mail,
    Membership,
    Message,
    Notification,
    NotificationChoice,
    NotificationMail,
    Noun,
    Person,
    PersonTerm,
    Role,
    Staff,
    Venue,
    VenueCustomer,
    Wish,
)
from bookings.rules.status import OCCUPYING
from bookings.rules.times.spans import LONGEST_BOOKING

DELETED = "Deleted account"


def delete_account(tx: Transaction) -> None:
    """Delete the account of whoever asks. Raises Conflict while bookings are to come, and for the last admin."""
    if tx.by.is_admin:
        lock_admins(tx)
    person = tx.session.get_one(Person, tx.by.id, with_for_update=True, populate_existing=True)
    check_not_last_admin(tx, person)
    mine = (Booking.customer_id == person.id,)
    coming = tx.session.scalar(select(func.count()).where(*mine, Booking.ends_at > tx.now, Booking.status.in_(OCCUPYING))) or 0
    if coming:
        number, them = ("a booking", "it") if coming == 1 else (f"{coming} bookings", "them")
        raise Conflict(f"You have {number} to come. Cancel {them} first, then delete the account.", code="bookings_to_come")
    tx.by = replace(tx.by, name=DELETED)
    everybody = _with_merged(tx, person.id)
    _forget_bookings(tx, person, everybody)
    _forget_rest(tx, person, everybody)
    address = person.email
    person.name, person.email, person.phone, person.password_hash = DELETED, None, None, None
    person.names, person.date_style, person.email_checked_at = [], "", None
    person.role, person.deactivated_at = Role.CUSTOMER, tx.now
    tx.session.flush()
    tx.session.execute(delete(PersonTerm).where(PersonTerm.person_id == person.id))
    if address is not None:
        tx.session.execute(delete(Mail).where(Mail.to == address))
    tx.note(Act.ACCOUNT_DELETED, person=person.id)
    end_all_logins(tx, person.id, "account deleted")


def _with_merged(tx: Transaction, person_id: str) -> list[str]:
    """This person's id, and those of all who were merged into them."""
    found = [person_id]
    for each in found:
        found += tx.session.scalars(select(Person.id).where(Person.merged_into == each))
    return found


def _forget_bookings(tx: Transaction, person: Person, everybody: list[str]) -> None:
    """Whoever looks at a board of these days sees the name go."""
    mine = Booking.customer_id == person.id
    travelled = tx.session.scalars(select(Booking).where(mine, Booking.kind == "flight")).all()
    for booking in travelled:
        booking.passengers = [{"type": each.get("type", ""), "firstName": DELETED, "lastName": ""} for each in booking.passengers]
    tx.session.flush()
    without: dict[str, object] = {
        "customer_name": None, "customer_email": None, "customer_phone": None, "contact": {}, "documents": [], "note": "",
        "staff_note": "",
    }  # fmt: skip
    tx.session.execute(update(Booking).where(mine).values(**without))
    ids = select(Booking.id).where(mine)
    tx.session.execute(delete(Message).where(Message.booking_id.in_(ids)))
    tx.session.execute(update(Change).where(Change.booking_id.in_(ids), Change.by_id.in_(everybody)).values(by_name=DELETED))
    for line in tx.session.scalars(select(LogEntry).where(LogEntry.noun == Noun.BOOKING, LogEntry.noun_id.in_(ids))).all():
        line.values = [each for each in line.values if each["field"] != STAFF_NOTE]
    recent = select(Booking).where(mine, Booking.ends_at > tx.now - LONGEST_BOOKING).execution_options(populate_existing=True)
    for booking in tx.session.scalars(recent).all():
        tx.record(
            ChangeKind.DETAILS_CHANGED, affected_topics(booking, tx.session.get_one(Venue, booking.venue_id)), booking=booking,
            times=own_time(booking), people=[person.id], changed={"customer": "deleted"},
        )  # fmt: skip


def _forget_rest(tx: Transaction, person: Person, everybody: list[str]) -> None:
    for hold_id in tx.session.scalars(select(Hold.id).where(Hold.person_id == person.id).order_by(Hold.id)).all():
        end_hold(tx, hold_id, ChangeKind.SEATS_RELEASED)
    forget_wishes(tx, person.id)
    tx.session.execute(delete(Wish).where(Wish.person_id == person.id))
    end_feeds(tx, person.id)
    told = (NotificationMail, Notification, NotificationChoice)
    for table in (Membership, CustomerNote, VenueCustomer, Staff, AccountLink, IdempotencyKey, *told):
        tx.session.execute(delete(table).where(table.person_id == person.id))
    for written in (LogEntry, Message):
        tx.session.execute(update(written).where(written.by_id.in_(everybody)).values(by_name=DELETED))
    of_groups = select(LogEntry).where(
        LogEntry.noun == Noun.GROUP, or_(*(cast(LogEntry.values, String).contains(each) for each in everybody))
    )
    for line in tx.session.scalars(of_groups).all():
        line.values = [{**each, "field": DELETED} if each.get("person") in everybody else each for each in line.values]
    about = update(LogEntry).where(LogEntry.noun.in_((Noun.PERSON, Noun.NOTE, Noun.NOTIFICATION)), LogEntry.noun_id.in_(everybody))
    tx.session.execute(about.values(name=DELETED, values=[]))
    tx.session.execute(update(Person).where(Person.id.in_(everybody), Person.id != person.id).values(name=DELETED))
