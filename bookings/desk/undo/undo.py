"""Undoing what one just did with a booking: its state, place, claims and money, and what people were told, together or not at all."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bookings.desk.affected_topics import affected_topics, drawn_times, own_time
from bookings.desk.appointments.proposals import offered_claims
from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.claims.release import release_claims
from bookings.desk.lookup import booking_for
from bookings.desk.money.ledger import sum_up
from bookings.desk.transaction import Transaction
from bookings.desk.undo.consequences import take_back_lines, untell
from bookings.desk.undo.snapshot import FOLLOW, Row, typed
from bookings.errors import Conflict, NotFound
from bookings.models import Base, Booking, Change, ChangeKind, TopicEntry, UndoableAct
from bookings.rules import topics
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.times.undo import why_not_undo

NOT_YOURS = "There is no such booking, or it is not yours to change."
_HARMLESS = (ChangeKind.MESSAGE_SENT, ChangeKind.MESSAGES_READ)
"""Whatever was written to each other stays, and is in nobody's way."""
_PLACE = {"resource_id", "starts_at", "ends_at", "proposal", "places"}


def undo(tx: Transaction, booking_id: str, version: int | None = None) -> str:
    """Let the booking be what it was before the last thing that this person did with it, within seconds. Returns its id.

    `version` is that of the booking right after what is meant, None for the last there was. Raises Conflict that says why not:
    something has happened since, it is too late, somebody else did it, the money is on its way back; Taken when the place has gone.
    """
    there = tx.session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update())
    acts = select(UndoableAct).where(UndoableAct.booking_id == booking_id)
    if version is not None:
        acts = acts.where(UndoableAct.version == version)
    act = tx.session.scalar(acts.order_by(UndoableAct.id.desc()).limit(1).with_for_update())
    of = there or act
    if of is None or not tx.by.works_at(of.venue_id):
        raise NotFound(NOT_YOURS)
    if act is None:
        raise Conflict("Nothing was done with it just now that could be undone.", code="nothing_to_undo")
    denial = why_not_undo((act.by_id, act.by_name), tx.by.id, act.at, act.undone_at, tx.now)
    if denial is not None:
        raise Conflict(denial.message, code=denial.code)
    _check_unchanged(tx, act)
    columns = {name: typed(value) for name, value in act.kept["columns"].items() if name not in FOLLOW}
    previous = there.status if there is not None else None
    before = drawn_times(tx, there) if there is not None else []
    booking = _bring_back(tx, act) if there is None else booking_for(tx, booking_id, staff_only=True)
    tx.leaves_its_day(booking)
    stays = previous in OCCUPYING and columns.get("status", previous) in OCCUPYING and _PLACE.isdisjoint(columns)
    if not stays:
        release_claims(tx, booking)
    for name, value in columns.items():
        setattr(booking, name, value)
    if there is not None:
        _put_back_rows(tx, booking.id, act.kept["rows"])
    if not stays and BookingStatus(booking.status) in OCCUPYING:
        claim(tx, booking, claim_requests(tx, booking), capped=False)
        if booking.proposal is not None:
            claim(tx, booking, offered_claims(tx, booking), capped=False)
    take_back_lines(tx, booking, act.kept["lines"])
    sum_up(tx, booking)
    act.undone_at = tx.now
    known = untell(tx, booking, act)
    tx.session.flush()
    times = own_time(booking) if stays else before + drawn_times(tx, booking)
    tx.record(
        ChangeKind.ACT_UNDONE, affected_topics(booking, tx.venue(booking.venue_id), also=times), booking=booking,
        seats=[seat["label"] for seat in booking.seats], times=times, people=[booking.customer_id],
        act=act.act, previous=previous, status=booking.status, returned=there is None, told=known,
    )  # fmt: skip
    return booking.id


def _check_unchanged(tx: Transaction, act: UndoableAct) -> None:
    """Raises Conflict when anything has happened since."""
    topic = str(topics.booking(act.booking_id))
    later = select(Change).join(TopicEntry, TopicEntry.change_id == Change.id).where(TopicEntry.topic == topic)
    later = later.where(TopicEntry.version > act.version, Change.kind.not_in(_HARMLESS))
    since = tx.session.scalar(later.order_by(TopicEntry.version.desc()).limit(1))
    if since is not None:
        who = "You have" if since.by_id == tx.by.id else f"{since.by_name} has"
        raise Conflict(f"{who} changed this booking since, so nothing was undone. Look again, then decide.", code="moved_on")


def _bring_back(tx: Transaction, act: UndoableAct) -> Booking:
    """A booking that was deleted, as it was, with all that went with it."""
    tables, kept = Base.metadata.tables, act.kept
    try:
        tx.session.execute(insert(tables["bookings"]).values(**_typed(kept["columns"])))
        _put_back_rows(tx, act.booking_id, kept["rows"])
    except IntegrityError as error:
        raise Conflict("What this was a booking of has gone meanwhile, so it cannot come back.", code="gone") from error
    for name, ids in kept["links"].items():
        table = tables[name]
        tx.session.execute(update(table).where(table.c.id.in_(ids)).values(booking_id=act.booking_id))
    return booking_for(tx, act.booking_id, staff_only=True)


def _put_back_rows(tx: Transaction, booking_id: str, rows: dict[str, list[Row]]) -> None:
    """Who came in, who is checked in, what was chosen, what was written: exactly these."""
    for name, mine in rows.items():
        table = Base.metadata.tables[name]
        tx.session.execute(delete(table).where(table.c.booking_id == booking_id))
        if mine:
            tx.session.execute(insert(table), [_typed(row) for row in mine])


def _typed(row: Row) -> Row:
    return {name: typed(value) for name, value in row.items()}
