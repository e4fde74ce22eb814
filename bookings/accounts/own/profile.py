"""What people say of themselves: name, telephone number, how dates are written for them, and for whom they book too."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.desk.transaction import Transaction
from bookings.models import Person
from bookings.rules.people import DATE_STYLES, read_names
from bookings.rules.setup.fields import Fields
from bookings.rules.text.phones import clean_phone


def change_profile(tx: Transaction, given: Mapping[str, object]) -> None:
    """Change what is given of one's own: name, phone, date_style, names (a line each). Raises Invalid with a sentence per field."""
    person = tx.session.get_one(Person, tx.by.id, with_for_update=True)
    fields = Fields(given)
    name = fields.name()
    phone = fields.read("phone", lambda value: clean_phone(value) if value else "")
    style = fields.choice("date_style", tuple(DATE_STYLES))
    names = fields.read("names", read_names)
    fields.check()
    person.name = person.name if name is None else name
    person.phone = person.phone if phone is None else phone or None
    person.date_style = person.date_style if style is None else style
    person.names = person.names if names is None else names
