"""What a booking was before somebody of the staff did something with it, kept with the act for as long as that can be undone.

`kept` of an UndoableAct is {"columns": {name: value}, "rows": {table: [row]}, "links": {table: [ids]},
"lines": [ids of the ledger's lines], "told": [ids of notifications]}. No verb writes these itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from bookings.desk.log.acts import act_words
from bookings.models import Admission, Base, Boarding, Booking, Change, ChangeKind, FlightChoice, UndoableAct
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.status import BookingStatus

if TYPE_CHECKING:  # which keeps them itself
    from bookings.desk.transaction import Transaction

Row = dict[str, Any]

_K = ChangeKind
_UNDOABLE = {
    _K.BOOKING_MOVED, _K.BOOKING_CONFIRMED, _K.BOOKING_CHECKED_IN, _K.BOOKING_COMPLETED, _K.BOOKING_MISSED, _K.BOOKING_CANCELLED,
    _K.BOOKING_REOPENED, _K.BOOKING_DELETED, _K.PAYMENT_TAKEN, _K.PAYMENT_RETURNED, _K.PRICE_CHANGED, _K.NOTE_CHANGED,
    _K.DETAILS_CHANGED,
}  # fmt: skip
_TELLING = {_K.NOTIFIED, _K.NOTIFICATIONS_CHANGED}
FOLLOW = frozenset({"updated_at", "paid", "refunded", "payment_status"})
"""What is reckoned from the rest."""
_REVERTIBLE = FOLLOW | {
    "status", "resource_id", "starts_at", "ends_at", "price", "fee", "note", "staff_note", "players", "cancel_reason", "list_price",
    "price_reason", "overridden", "override_reason", "proposal", "expires_at", "remind_at", "coming_at", "places",
}  # fmt: skip
_OF_EVENTS: Mapping[str, tuple[type[Base], ...]] = {"event": (Admission,), "flight": (Boarding, FlightChoice)}


@dataclass
class Snapshots:
    """What one transaction's bookings were when its verb found them; empty for a customer's."""

    _before: dict[str, Row] = field(default_factory=dict)
    _rows: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    _links: dict[str, list[str]] = field(default_factory=dict)
    _told: list[str] = field(default_factory=list)

    def saw(self, tx: Transaction, booking: Booking) -> None:
        """Staff is about to do something with this booking."""
        if tx.by.id == RINGSIDE.id or booking.id in self._before:
            return
        self._before[booking.id] = _columns(booking)
        tables = [_table(model) for model in _OF_EVENTS.get(booking.kind, ())]
        self._rows[booking.id] = {table.name: _rows_of(tx, table, booking.id) for table in tables}

    def deletes(self, tx: Transaction, booking: Booking) -> None:
        """All that goes with this booking is about to go, and what else names it is about to forget it."""
        if booking.id not in self._before:
            return
        for table in Base.metadata.sorted_tables:
            column = table.c.get("booking_id")
            if column is None or not column.foreign_keys or table.name == "claims":
                continue
            if column.nullable:
                ids = select(table.c.id).where(column == booking.id)
                self._links[table.name] = list(tx.session.scalars(ids))
            else:
                self._rows[booking.id][table.name] = _rows_of(tx, table, booking.id)

    def told(self, ids: Sequence[str]) -> None:
        """These notifications were written."""
        self._told += ids

    def keep(self, tx: Transaction, changes: Sequence[Change], versions: Mapping[str, int]) -> None:
        """Last of all: when these changes are of one booking and can be undone, what it takes."""
        mine = [change for change in changes if change.booking_id is not None]
        found = {str(change.booking_id) for change in mine}
        if len(found) != 1 or not (found <= self._before.keys()) or not _can_be_undone(tx, changes):
            return
        booking_id = found.pop()
        before, booking = self._before[booking_id], tx.session.get(Booking, booking_id)
        after = _columns(booking) if booking is not None else {}
        changed = [name for name in before if before[name] != after.get(name)]
        if booking is not None and not _REVERTIBLE.issuperset(changed):
            return
        lines = [change.payload["detail"].get("payment") for change in mine]
        act = act_words(mine, cancelled=before["status"] == BookingStatus.CANCELLED)
        tx.session.add(
            UndoableAct(
                booking_id=booking_id, venue_id=str(mine[0].venue_id), by_id=tx.by.id, by_name=tx.by.name, at=tx.now,
                act=act, version=versions[str(topics.booking(booking_id))],
                kept={
                    "columns": {name: before[name] for name in changed},
                    "rows": self._rows[booking_id], "links": self._links,
                    "lines": [each for each in lines if each is not None], "told": self._told,
                },
            )
        )  # fmt: skip


def _can_be_undone(tx: Transaction, changes: Sequence[Change]) -> bool:
    if tx.by.id == RINGSIDE.id:
        return False
    own = [change for change in changes if change.kind not in _TELLING]
    return all(change.by_id == tx.by.id and change.kind in _UNDOABLE and tx.by.works_at(str(change.venue_id)) for change in own)


def _columns(booking: Booking) -> Row:
    return {column.name: plain(getattr(booking, column.name)) for column in _table(Booking).columns}


def _rows_of(tx: Transaction, table: Table, booking_id: str) -> list[Row]:
    rows = tx.session.execute(select(table).where(table.c.booking_id == booking_id)).mappings()
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def plain(value: Any) -> Any:
    """As JSON keeps it: instants and amounts under their types."""
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    return {"amount": str(value)} if isinstance(value, Decimal) else value


def typed(value: Any) -> Any:
    """The value again, from what `plain` made of it."""
    if isinstance(value, dict) and value.keys() == {"instant"}:
        return datetime.fromisoformat(value["instant"])
    return Decimal(value["amount"]) if isinstance(value, dict) and value.keys() == {"amount"} else value
