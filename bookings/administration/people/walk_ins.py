"""A walk-in takes over the account that the desk made: the desk hands them a link, with which they set a password."""

from __future__ import annotations

from bookings.accounts.set_password import password_link
from bookings.administration.people.lookup import subject_of
from bookings.desk.log import write_line
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import Person
from bookings.reading.people.walk_ins import may_take_over


def hand_over_account(tx: Transaction, venue_id: str, person_id: str) -> str:
    """The secret of a link for a customer of this venue who has no password; whoever uses it owns their bookings.

    Raises NotFound where that is not for this member of staff to do.
    """
    person = tx.session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if person is None or not may_take_over(tx.session, tx.by, venue_id, person_id):
        raise NotFound("There is no such customer here without an account of their own. An admin can hand out a link for others.")
    write_line(tx, subject_of(person, venue_id), "link handed out", {}, {})
    return password_link(tx, person.id)
