"""The people of the tests. Their names, addresses and ids are canaries: none may be found in what a stranger receives."""

from __future__ import annotations

from sqlalchemy import insert

from bookings.database import Database
from bookings.models import Person, Role, Viewer
from tests.world.clock import NOW
from tests.world.places import AIRLINE, CLINIC, CLUB, NIGHT_HALL, OTHER_CLUB, THEATRE, id_of

ANN = Viewer(id_of("Ann"), "Annabel Canarini", Role.CUSTOMER)
BOB = Viewer(id_of("Bob"), "Bobby Birdwell", Role.CUSTOMER)
CLEO = Viewer(id_of("Cleo"), "Cleo Finch", Role.CUSTOMER)
SAM = Viewer(id_of("Sam"), "Samuel Stewardson", Role.STAFF, frozenset({CLUB, NIGHT_HALL, CLINIC, THEATRE, AIRLINE}))
TESS = Viewer(id_of("Tess"), "Tessa Teller", Role.STAFF, frozenset({CLUB, THEATRE}))
NORA = Viewer(id_of("Nora"), "Nora Elsewhere", Role.STAFF, frozenset({OTHER_CLUB}))
PIA = Viewer(id_of("Pia"), "Piastaff Pilot", Role.STAFF, frozenset({AIRLINE}))
MAX = Viewer(
    id_of("Max"), "Maxine Managerson", Role.STAFF, frozenset({CLUB, CLINIC, THEATRE, AIRLINE}),
    managed=frozenset({CLUB, CLINIC, THEATRE, AIRLINE}),
)  # fmt: skip
ADA = Viewer(id_of("Ada"), "Adelaide Admin", Role.ADMIN)
PEOPLE = (ANN, BOB, CLEO, SAM, TESS, NORA, PIA, MAX, ADA)
PASSWORD = "Test123!"  # everybody's

ANN_FLIES = {"type": "ADULT", "firstName": "Annabel", "lastName": "Canarini"}
ANNS_CONTACT = {"email": "ann@example.com"}


def email_of(person: Viewer) -> str:
    return f"{person.name.lower().replace(' ', '.')}@canary.example"


def named(person: Viewer) -> dict[str, str]:
    """As the desk names whom it books for."""
    return {"name": person.name, "email": email_of(person)}


def flat(person: Viewer) -> dict[str, str]:
    """As an operations board names whom it books for."""
    return {"userId": person.id, "userName": person.name, "userEmail": email_of(person)}


def canaries(person: Viewer) -> tuple[str, ...]:
    """What a stranger may never receive of this person."""
    return (person.id, person.name, *person.name.split(), email_of(person))


def people_of_the_crowd(first: int, size: int) -> list[Viewer]:
    return [Viewer(id_of(f"guest {n}"), f"Guest {n}", Role.CUSTOMER) for n in range(first, first + size)]


def crowd(database: Database, size: int) -> list[Viewer]:
    """So many customers more, written down."""
    people = people_of_the_crowd(0, size)
    rows = [
        {"id": each.id, "email": f"guest{n}@crowd.example", "name": each.name, "role": each.role, "created_at": NOW}
        for n, each in enumerate(people)
    ]
    database.write(lambda session: session.execute(insert(Person), rows) and None)
    return people
