"""Who is who in the demo: the five accounts that visitors sign in with, and the cast that the play and the ghosts act as.

Nobody of the cast has a password, so whatever somebody else does is a visitor's doing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bookings.demo.ids import AIRLINE, ARENA, CLINIC, CLUB, THEATRE, chance_of, demo_id
from bookings.demo.names import AGENCIES, CUSTOMERS, GROUPS
from bookings.models import Person, Role, Staff, Viewer
from bookings.models.person import RINGSIDE

PASSWORD = "Test123!"  # noqa: S105 (public: it stands on the log-in page of every demo)


class Account(NamedTuple):
    email: str
    name: str
    role: Role
    words: str
    venues: frozenset[str] = frozenset()

    @property
    def viewer(self) -> Viewer:
        return Viewer(demo_id(self.email), self.name, self.role, self.venues)


ADMIN = Account("admin@example.com", "Ada Brunner", Role.ADMIN, "admin of everything")
STAFF = Account(
    "staff@example.com", "Jana Hofer", Role.STAFF, "staff of the club and the theatre", frozenset({CLUB, THEATRE})
)
VENDOR = Account("vendor@example.com", "Mirjam Kaya", Role.STAFF, "staff of the pet clinic", frozenset({CLINIC}))
TEST = Account("test@example.com", "Mara Lind", Role.CUSTOMER, "customer")
GUEST = Account("guest@example.com", "Gus Moreau", Role.CUSTOMER, "customer")
AGENT = Account("agent@example.com", "Lea Sutter", Role.STAFF, "staff of the airline", frozenset({AIRLINE}))
ACCOUNTS = (ADMIN, STAFF, VENDOR, TEST, GUEST, AGENT)


def demo_accounts() -> list[tuple[str, str]]:
    """(what the account may do, in words; its email) of each account to sign in with."""
    return [(account.words, account.email) for account in ACCOUNTS]


def _staff(name: str, *venues: str) -> Viewer:
    return Viewer(demo_id(f"staff {name}"), name, Role.STAFF, frozenset(venues))


FRONT_DESK = _staff("Tom Berger", CLUB)
RECEPTION = _staff("Nadia Frei", CLINIC)
BOX_OFFICE = _staff("Ines Halter", THEATRE, ARENA)
CHECK_IN_DESK = _staff("Ravi Menon", AIRLINE)
AT_WORK = (FRONT_DESK, RECEPTION, BOX_OFFICE, CHECK_IN_DESK)


def _customer(name: str) -> Viewer:
    return Viewer(demo_id(f"customer {name}"), name, Role.CUSTOMER)


NAMED = {name: _customer(name) for name, _ in CUSTOMERS}
TEAMS = {name: _customer(name) for name in GROUPS}
SELLERS = {name: _customer(name) for name, _ in AGENCIES}
CAST = frozenset(each.id for each in (*NAMED.values(), *TEAMS.values(), *SELLERS.values(), *AT_WORK, RINGSIDE))
"""The ids of all whom the play and the ghosts act as, the program's own hand among them."""


def viewer_named(name: str) -> Viewer:
    """The customer or group of that name, also of those with an account."""
    own = {account.name: account.viewer for account in (TEST, GUEST)}
    return (NAMED | TEAMS | SELLERS | own)[name]


def written_down(customer: Viewer) -> dict[str, str]:
    """As the desk names this customer when it books for them."""
    mailbox = dict((*CUSTOMERS, *AGENCIES)).get(customer.name)
    accounts = {account.name: account.email for account in (TEST, GUEST)}
    email = f"{mailbox}@example.com" if mailbox else accounts.get(customer.name, "")
    return {"id": customer.id, "name": customer.name, "email": email}


def add_people(session: Session, now: datetime, password_hash: str) -> None:
    """Everybody; all accounts share one hash, because hashing takes a tenth of a second each."""
    chance = chance_of("people")

    def row(viewer: Viewer, email: str | None, *, phone: bool = True, secret: str | None = None) -> dict[str, object]:
        joined = now - timedelta(days=chance.randrange(40, 900), minutes=chance.randrange(1440))
        number = f"+41 79 000 {chance.randrange(100):02} {chance.randrange(100):02}" if phone else None
        return {
            "id": viewer.id, "email": email, "name": viewer.name, "phone": number, "password_hash": secret,
            "role": viewer.role, "created_at": joined,
        }  # fmt: skip

    rows = [row(account.viewer, account.email, secret=password_hash) for account in ACCOUNTS]
    rows += [row(NAMED[name], f"{mailbox}@example.com") for name, mailbox in CUSTOMERS]
    rows += [row(SELLERS[name], f"{mailbox}@example.com") for name, mailbox in AGENCIES]
    rows += [row(each, None, phone=False) for each in (*TEAMS.values(), *AT_WORK)]
    session.add_all([Person(**each) for each in rows])  # with the terms under which they are found
    session.flush()


def add_staff(session: Session) -> None:
    """Who works where; the venues have to be there already."""
    workers = (*(account.viewer for account in ACCOUNTS), *AT_WORK)
    session.execute(
        insert(Staff), [{"person_id": each.id, "venue_id": venue} for each in workers for venue in sorted(each.venues)]
    )
