"""People: their log-ins, the venues that they work at, and the plain value that the rest of the program sees of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, String, delete, event, insert, inspect
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id
from bookings.rules.text.search_terms import LONGEST_TERM, terms_of


class Role(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


class Person(Base):
    """A customer, a member of staff or an admin. A walk-in that the desk wrote down has no email or no password.

    `names` are those for whom this person books too: {"name": str, "kind": "pet" or "family"}. Who is deactivated cannot sign
    in; `merged_into` is the person who has taken over everything of this one. `email_checked_at`: they have shown that the
    address is theirs.
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(40))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10), default=Role.CUSTOMER)
    created_at: Mapped[datetime]
    names: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    date_style: Mapped[str] = mapped_column(String(10), default="", server_default="")
    email_checked_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    merged_into: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id"))


class PersonTerm(Base):
    """Under this term a person is found (bookings.rules.text.search_terms). Kept with every change of a person, below.

    With a `venue_id` it is of a name that this venue typed, and finds nobody elsewhere; without, of the person's own.
    """

    __tablename__ = "person_terms"

    # By code points, whatever the database's language is: a beginning is a range of them.
    term: Mapped[str] = mapped_column(
        String(LONGEST_TERM).with_variant(String(LONGEST_TERM, collation="C"), "postgresql"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(
        Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    venue_id: Mapped[str] = mapped_column(Id, primary_key=True, default="", server_default="")


_ADD = insert(PersonTerm)


def note_own_terms(connection: Connection, people: Sequence[Mapping[str, Any]]) -> None:
    """They are found everywhere under what these rows of new people say."""
    rows = [
        {"term": term, "person_id": each["id"], "venue_id": ""}
        for each in people
        for term in sorted(terms_of(each["name"], each["email"], each["phone"]))
    ]
    if rows:
        connection.execute(_ADD, rows)


@event.listens_for(Person, "after_insert")
def _note_terms(_mapper: object, connection: Connection, person: Person) -> None:
    note_own_terms(connection, [{"id": person.id, "name": person.name, "email": person.email, "phone": person.phone}])


@event.listens_for(Person, "after_update")
def _note_terms_anew(mapper: object, connection: Connection, person: Person) -> None:
    if any(inspect(person).attrs[name].history.has_changes() for name in ("name", "email", "phone")):
        connection.execute(delete(PersonTerm).where(PersonTerm.person_id == person.id, PersonTerm.venue_id == ""))
        _note_terms(mapper, connection, person)


class StaffLevel(StrEnum):
    """What somebody may do at a venue: the desk sells, a manager also changes what the venue is and overrides its rules."""

    DESK = "desk"
    MANAGER = "manager"


class Staff(Base):
    """A person works at a venue."""

    __tablename__ = "staff"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"), primary_key=True, index=True)
    level: Mapped[str] = mapped_column(String(10), default=StaffLevel.DESK, server_default="desk")

    __table_args__ = (CheckConstraint("level in ('desk', 'manager')", name="level"),)


class Login(Base):
    """One signed-in browser or program. Ending it ends the cookie and every socket that was opened with it.

    `last_used_at` is kept to some ten minutes; see bookings/accounts/last_use.py."""

    __tablename__ = "logins"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


NO_VENUES: frozenset[str] = frozenset()  # one for all customers: each empty set that is made takes 216 bytes of its own


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, as a plain value: safe to keep for a socket's life, holds no session and no secret."""

    id: str
    name: str
    role: str
    venues: frozenset[str] = NO_VENUES
    login_id: str | None = None
    managed: frozenset[str] = NO_VENUES
    """The venues that this person manages, among those where they work."""
    until: datetime | None = field(default=None, compare=False)
    """When the access token expires that was shown; None for somebody with a cookie."""
    date_style: str = field(default="", compare=False)
    trip: str = field(default="", compare=False)
    """The booking that they found by its code, with an account or without; "" for none."""

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    def works_at(self, venue_id: str) -> bool:
        return self.is_admin or (self.role == Role.STAFF and venue_id in self.venues)

    def manages(self, venue_id: str) -> bool:
        """Whether they may change what the venue is: its hours, prices, courts, events."""
        return self.is_admin or (self.works_at(venue_id) and venue_id in self.managed)

    @property
    def is_stranger(self) -> bool:
        return not self.id

    @property
    def initials(self) -> str:
        return initials_of(self.name)


def initials_of(name: str) -> str:
    words = name.split() or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


# The clock's own hand, for what happens by itself: a hold that expires.
RINGSIDE = Viewer(id="ringside", name="Ringside", role=Role.ADMIN)

# Whoever looks in without an account.
STRANGER = Viewer(id="", name="", role=Role.CUSTOMER)
