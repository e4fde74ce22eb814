"""What staff did with bookings, closures, flights and capacities, as lines of the log: from a transaction's change records, and
from what each booking was before. No verb writes these lines itself. What customers do, and what happens by itself, is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bookings.desk.log.describe import describe_block, describe_booking, name_booking
from bookings.desk.log.lines import Subject, Words, write_line
from bookings.models import Booking, Change, ChangeKind, Event, Noun
from bookings.models.person import RINGSIDE
from bookings.rules.money.written import METHODS, in_money
from bookings.rules.notifications.words import TO_THE_CUSTOMER

if TYPE_CHECKING:
    from bookings.desk.transaction import Transaction

_OF_BOOKINGS = {
    ChangeKind.BOOKING_CREATED: "booked",
    ChangeKind.BOOKING_CONFIRMED: "confirmed",
    ChangeKind.BOOKING_CHECKED_IN: "checked in",
    ChangeKind.BOOKING_COMPLETED: "completed",
    ChangeKind.BOOKING_MISSED: "marked as no-show",
    ChangeKind.BOOKING_CANCELLED: "cancelled",
    ChangeKind.BOOKING_REOPENED: "reopened",
    ChangeKind.BOOKING_MOVED: "moved",
    ChangeKind.TIME_PROPOSED: "another time proposed",
    ChangeKind.PROPOSAL_WITHDRAWN: "proposal taken back",
    ChangeKind.BOOKING_DELETED: "deleted",
    ChangeKind.ACT_UNDONE: "undone",
    ChangeKind.FLIGHT_KEPT: "kept on its flight",
    ChangeKind.PASSENGER_CHECKED_IN: "passenger checked in",
    ChangeKind.PASSENGER_BOARDED: "passenger boarded",
    ChangeKind.SEATS_EXCHANGED: "seats changed",
    ChangeKind.ADMITTED: "let in",
    ChangeKind.COMING_CONFIRMED: "expected",
    ChangeKind.NOTE_CHANGED: "noted",
    ChangeKind.DETAILS_CHANGED: "changed",
    ChangeKind.PAYMENT_TAKEN: "paid",
    ChangeKind.PAYMENT_RETURNED: "refunded",
    ChangeKind.PAYMENT_REVERSED: "line reversed",
    ChangeKind.PAYMENT_FAILED: "payment failed",
    ChangeKind.PRICE_CHANGED: "price changed",
}


@dataclass
class Acts:
    """What one transaction's bookings were when its verb found them; empty for a customer's."""

    before: dict[str, Words] = field(default_factory=dict)

    def saw(self, tx: Transaction, booking: Booking) -> None:
        """Staff is about to do something with this booking."""
        if tx.by.id != RINGSIDE.id and booking.id not in self.before:
            self.before[booking.id] = describe_booking(tx.session, booking)

    def write_lines(self, tx: Transaction, changes: Sequence[Change]) -> None:
        """A line for each booking, closure, flight or event that staff changed: the first change says what was done, the values
        also what followed from it."""
        done: dict[str, list[Change]] = {}
        for change in changes:
            if change.by_id == tx.by.id != RINGSIDE.id and change.venue_id and tx.by.works_at(change.venue_id):
                done.setdefault(change.booking_id or f"{change.kind} {len(done)}", []).append(change)
        for mine in done.values():
            if mine[0].booking_id is not None:
                self._of_booking(tx, mine[0].booking_id, mine)
            else:
                _of_other(tx, mine[0])

    def _of_booking(self, tx: Transaction, booking_id: str, changes: Sequence[Change]) -> None:
        before, details = self.before.get(booking_id, {}), [_detail(change) for change in changes]
        act = act_words(changes, cancelled=before.get("State") == "cancelled")
        if not act:
            return
        booking = tx.session.get(Booking, booking_id)
        after = describe_booking(tx.session, booking) if booking is not None else {}
        if booking is None:
            name = str(details[-1].get("pnr", booking_id))
        else:
            name = name_booking(tx.session, booking)
            self.before[booking_id] = after
        money = "; ".join(_money(detail, booking) for detail in details if "amount" in detail)
        subject = Subject(Noun.BOOKING, booking_id, name, changes[0].venue_id)
        quiet = tx.keeps_from_customers(changes[0].venue_id) and any(change.kind in TO_THE_CUSTOMER for change in changes)
        write_line(tx, subject, act, before, {**after, "Money": money or None, "Customer told": "no" if quiet else None})


def act_words(changes: Sequence[Change], *, cancelled: bool) -> str:
    """The log's word for what these changes of one booking, which was `cancelled` before, began with; "" for nothing it speaks of."""
    acts = (_OF_BOOKINGS[ChangeKind(change.kind)] for change in changes if change.kind in _OF_BOOKINGS)
    act = next(acts, "")
    return "restored" if act == "confirmed" and cancelled else act


def _of_other(tx: Transaction, change: Change) -> None:
    detail, venue_id = _detail(change), change.venue_id
    if change.kind in (ChangeKind.BLOCK_MADE, ChangeKind.BLOCK_LIFTED):
        words = describe_block(tx.session, change.payload, str(venue_id))
        subject = Subject(Noun.BLOCK, detail["block"], detail["reason"], venue_id)
        made = change.kind == ChangeKind.BLOCK_MADE
        write_line(tx, subject, "closed" if made else "opened again", {} if made else words, words if made else {})
    elif change.kind == ChangeKind.FLIGHT_STATUS_CHANGED:
        subject = Subject(Noun.FLIGHT, detail["flight"], detail["number"], venue_id)
        before, after = detail["words"]
        before, after = {"Status": detail["previous"].lower(), **before}, {"Status": detail["status"].lower(), **after}
        write_line(tx, subject, "changed", before, after)
    elif change.kind == ChangeKind.CAPACITY_CHANGED:
        event = tx.session.get_one(Event, change.event_id)
        subject = Subject(Noun.EVENT, str(event.id), event.title, venue_id)
        write_line(tx, subject, "changed", {"Seats": str(detail["previous"])}, {"Seats": str(detail["capacity"])})


def _detail(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = change.payload["detail"]
    return found


def _money(detail: Mapping[str, Any], booking: Booking | None) -> str:
    amount = in_money(detail["amount"], booking.currency) if booking is not None else detail["amount"]
    return f"{amount} {METHODS.get(detail['method'], detail['method'])}" if "method" in detail else f"{amount} taken back"
