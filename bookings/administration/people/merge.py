"""Two who are one person become one: bookings, groups, notes and terms of the other go over, and its account ends."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select, update

from bookings.accounts.admins import lock_admins
from bookings.accounts.calendar_feeds import end_feeds
from bookings.accounts.ended_logins import end_all_logins
from bookings.accounts.links import end_links
from bookings.administration.people.lookup import person_for, subject_of
from bookings.audit import Act
from bookings.desk.affected_topics import affected_topics, own_time
from bookings.desk.claims.release import end_hold
from bookings.desk.log import write_line
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import forget_wishes
from bookings.errors import Conflict, Invalid
from bookings.models import (
    AccountLink,
    Booking,
    ChangeKind,
    CustomerNote,
    Hold,
    Membership,
    Notification,
    NotificationChoice,
    NotificationMail,
    Person,
    PersonTerm,
    Role,
    Staff,
    Venue,
    VenueCustomer,
)
from bookings.reading.people.merges import SAME, preview_merge, why_not_merged
from bookings.rules import topics

MOST_NAMES = 30
OTHER_BY_NOW = "Nothing was merged: what would go over is not what you were shown any more. Look at it again."


def merge_people(tx: Transaction, keep_id: str, other_id: str, expected: str | None = None) -> None:
    """Let `keep` take over everything of `other`, who is nobody afterwards. The one who stays keeps name, address and rights.

    `expected` is that of the preview that was looked at. Raises NotAllowed, NotFound, Conflict, also when something else would
    go over by now; Invalid for one and the same.
    """
    if keep_id == other_id:
        raise Invalid(SAME, fields={"other": SAME})
    if tx.by.is_admin:
        lock_admins(tx)
    found = {each: person_for(tx, each) for each in sorted((keep_id, other_id))}
    keep, other = found[keep_id], found[other_id]
    code, problem = why_not_merged(tx.session, keep, other)
    if problem:
        raise Conflict(problem, code=code)
    if expected is not None and expected != preview_merge(tx.session, keep, other, tx.now).expected:
        raise Conflict(OTHER_BY_NOW, code="changed_meanwhile")
    _move_bookings(tx, keep, other)
    _move_rest(tx, keep, other)
    _join_accounts(tx, keep, other)
    write_line(tx, subject_of(keep), "merged", {}, {"Took over": other.name})
    write_line(tx, subject_of(other), "merged", {}, {"Merged into": keep.name})
    tx.note(Act.MERGED, person=keep.id, other=other.id, by=tx.by.id)
    end_all_logins(tx, other.id, "merged")


def _move_bookings(tx: Transaction, keep: Person, other: Person) -> None:
    for hold_id in tx.session.scalars(select(Hold.id).where(Hold.person_id == other.id).order_by(Hold.id)).all():
        end_hold(tx, hold_id, ChangeKind.SEATS_RELEASED)
    forget_wishes(tx, other.id)
    mine = select(Booking).where(Booking.customer_id == other.id)
    coming = tx.session.scalars(mine.where(Booking.ends_at > tx.now).order_by(Booking.id).with_for_update()).all()
    for booking in coming:
        tx.acts.saw(tx, booking)
    tx.session.execute(update(Booking).where(Booking.customer_id == other.id).values(customer_id=keep.id))
    for booking in coming:
        tx.session.refresh(booking)
        tx.record(
            ChangeKind.DETAILS_CHANGED, affected_topics(booking, tx.session.get_one(Venue, booking.venue_id)), booking=booking,
            times=own_time(booking), people=[keep.id, other.id], changed={"customer": "merged"},
        )  # fmt: skip


def _move_rest(tx: Transaction, keep: Person, other: Person) -> None:
    tx.session.execute(update(CustomerNote).where(CustomerNote.person_id == other.id).values(person_id=keep.id))
    for told in (Notification, NotificationMail):
        tx.session.execute(update(told).where(told.person_id == other.id).values(person_id=keep.id))
    tx.session.execute(delete(NotificationChoice).where(NotificationChoice.person_id == other.id))
    tx.record(ChangeKind.NOTIFICATIONS_CHANGED, [topics.user(keep.id)], people=[keep.id], act="merged", ids=[])
    theirs = {each.group_id: each for each in tx.session.scalars(select(Membership).where(Membership.person_id == other.id))}
    for each in tx.session.scalars(select(Membership).where(Membership.person_id == keep.id)).all():
        if each.group_id in theirs:
            each.until = _later_end(each.until, theirs[each.group_id].until)
    tx.session.flush()
    groups = select(Membership.group_id).where(Membership.person_id == keep.id)
    tx.session.execute(
        update(Membership).where(Membership.person_id == other.id, Membership.group_id.not_in(groups)).values(person_id=keep.id)
    )
    tx.session.execute(delete(Membership).where(Membership.person_id == other.id))
    venues = select(VenueCustomer.venue_id).where(VenueCustomer.person_id == keep.id)
    of_other = VenueCustomer.person_id == other.id
    tx.session.execute(update(VenueCustomer).where(of_other, VenueCustomer.venue_id.not_in(venues)).values(person_id=keep.id))
    tx.session.execute(delete(VenueCustomer).where(of_other))
    known = set(tx.session.execute(select(PersonTerm.term, PersonTerm.venue_id).where(PersonTerm.person_id == keep.id)).all())
    typed = tx.session.scalars(select(PersonTerm).where(PersonTerm.person_id == other.id, PersonTerm.venue_id != "")).all()
    more = [PersonTerm(term=each.term, person_id=keep.id, venue_id=each.venue_id) for each in typed]
    tx.session.add_all(each for each in more if (each.term, each.venue_id) not in known)
    for staff in tx.session.scalars(select(Staff).where(Staff.person_id == other.id)).all():
        if keep.role == Role.STAFF and tx.session.get(Staff, (keep.id, staff.venue_id)) is None:
            tx.session.add(Staff(person_id=keep.id, venue_id=staff.venue_id, level=staff.level))
        tx.session.delete(staff)


def _later_end(one: date | None, other: date | None) -> date | None:
    """Of two days with which a membership ends, the later; None is without an end."""
    return None if one is None or other is None else max(one, other)


def _join_accounts(tx: Transaction, keep: Person, other: Person) -> None:
    """What the one who stays lacks comes from the other; who had no address signs in with the other's."""
    end_links(tx, AccountLink.person_id == other.id)
    end_feeds(tx, other.id)
    email, password, checked = other.email, other.password_hash, other.email_checked_at
    phone, names = other.phone, list(other.names)
    other.email = other.password_hash = other.phone = None
    other.role, other.names = Role.CUSTOMER, []
    other.deactivated_at, other.merged_into = tx.now, keep.id
    tx.session.flush()
    if keep.email is None:
        keep.email, keep.email_checked_at = email, checked
    if keep.password_hash is None and keep.email == email:
        keep.password_hash = password
    keep.phone = keep.phone or phone
    keep.names = [*keep.names, *(each for each in names if each not in keep.names)][:MOST_NAMES]
    tx.session.flush()
    tx.session.execute(delete(PersonTerm).where(PersonTerm.person_id == other.id))
