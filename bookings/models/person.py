"""People: their log-ins, the venues that they work at, and the plain value that the rest of the program sees of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, ForeignKey, String, delete, event, insert, inspect
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id
from bookings.rules.text.search_terms import LONGEST_TERM, terms_of


class Role(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


class Person(Base):
    """A customer, a member of staff or an admin. A walk-in that the desk wrote down has no email or no password."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(40))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10), default=Role.CUSTOMER)
    created_at: Mapped[datetime]


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


@event.listens_for(Person, "after_insert")
def _note_terms(_mapper: object, connection: Connection, person: Person) -> None:
    found = terms_of(person.name, person.email, person.phone)
    connection.execute(insert(PersonTerm), [{"term": term, "person_id": person.id} for term in sorted(found)])


@event.listens_for(Person, "after_update")
def _note_terms_anew(mapper: object, connection: Connection, person: Person) -> None:
    if any(inspect(person).attrs[name].history.has_changes() for name in ("name", "email", "phone")):
        connection.execute(delete(PersonTerm).where(PersonTerm.person_id == person.id, PersonTerm.venue_id == ""))
        _note_terms(mapper, connection, person)


class Staff(Base):
    """A person works at a venue."""

    __tablename__ = "staff"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"), primary_key=True, index=True)


class Login(Base):
    """One signed-in browser or program. Ending it ends the cookie and every socket that was opened with it.

    `last_used_at` is kept to some ten minutes; see bookings/accounts/last_use.py."""

    __tablename__ = "logins"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


@dataclass(frozen=True)
class Viewer:
    """Who is asking, as a plain value: safe to keep for a socket's life, holds no session and no secret."""

    id: str
    name: str
    role: str
    venues: frozenset[str] = frozenset()
    login_id: str | None = None
    until: datetime | None = field(default=None, compare=False)
    """When the access token expires that was shown; None for somebody with a cookie."""

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    def works_at(self, venue_id: str) -> bool:
        return self.is_admin or (self.role == Role.STAFF and venue_id in self.venues)

    @property
    def initials(self) -> str:
        words = self.name.split() or ["?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


# The clock's own hand, for what happens by itself: a hold that expires.
RINGSIDE = Viewer(id="ringside", name="Ringside", role=Role.ADMIN)
