"""What a venue's staff notes about a customer. Only they read it; each changes their own, a manager takes away anybody's."""

from __future__ import annotations

from bookings.database.base import new_id
from bookings.desk.log import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, NotAllowed, NotFound
from bookings.models import CustomerNote, Noun
from bookings.reading.people.customers import known_as
from bookings.rules.text.names import clean_note


def add_note(tx: Transaction, venue_id: str, person_id: str, text: str) -> str:
    """Note something about a customer of this venue. Returns the note's id. Raises NotFound, Invalid when it is empty."""
    if not tx.by.works_at(venue_id) or known_as(tx.session, venue_id, person_id) is None:
        raise NotFound("There is no such customer here.")
    note = CustomerNote(
        id=new_id(), venue_id=venue_id, person_id=person_id, text=_clean(text), at=tx.now, by_id=tx.by.id, by_name=tx.by.name
    )
    tx.session.add(note)
    tx.session.flush()
    write_line(tx, _subject(note), "noted", {}, {"Note": note.text})
    return note.id


def edit_note(tx: Transaction, venue_id: str, note_id: str, text: str) -> None:
    """Write one's own note anew. Raises NotFound, NotAllowed for somebody else's."""
    note, wanted = _note(tx, venue_id, note_id), _clean(text)
    if note.by_id != tx.by.id:
        raise NotAllowed(f"{note.by_name} wrote this note. Add one of your own.")
    before, note.text = note.text, wanted
    write_line(tx, _subject(note), "changed", {"Note": before}, {"Note": wanted})


def remove_note(tx: Transaction, venue_id: str, note_id: str) -> None:
    """Take a note away: one's own, and as a manager anybody's. One that is gone already is what was wanted."""
    if not tx.by.works_at(venue_id):
        raise NotFound("There is no such note here.")
    note = tx.session.get(CustomerNote, note_id, with_for_update=True)
    if note is None or note.venue_id != venue_id:
        return
    if note.by_id != tx.by.id and not tx.by.manages(venue_id):
        raise NotAllowed(f"{note.by_name} wrote this note. Ask them, or those who manage the venue, to take it away.")
    tx.session.delete(note)
    write_line(tx, _subject(note), "removed", {"Note": note.text}, {})


def _note(tx: Transaction, venue_id: str, note_id: str) -> CustomerNote:
    note = tx.session.get(CustomerNote, note_id, with_for_update=True)
    if note is None or note.venue_id != venue_id or not tx.by.works_at(venue_id):
        raise NotFound("There is no such note here.")
    return note


def _clean(text: str) -> str:
    cleaned = clean_note(text)
    if not cleaned:
        raise Invalid("Write something into the note.", fields={"note": "Write something into the note."})
    return cleaned


def _subject(note: CustomerNote) -> Subject:
    """Under the customer's id, without their name: whoever may read the log finds them by it."""
    return Subject(Noun.NOTE, note.person_id, "About a customer", note.venue_id)
