"""A small place that is open day and night, in the present: for tests in which a real server and real browsers run.

Staff Sam and Tess, customers Ann and Bob, admin Ada; a club with three courts, a theatre with thirty seats, both tomorrow.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bookings.accounts.passwords import hash_password
from bookings.desk import Desk
from bookings.models import Event, Person, Resource, Role, Seat, Staff, Venue, Viewer
from bookings.rules.times.zones import local_day, to_utc
from tests.browsers import PASSWORD
from tests.house import id_of

ZONE = "Europe/Zurich"
CLUB, THEATRE = id_of("open club"), id_of("open theatre")
COURTS = [id_of(f"open court {number}") for number in (1, 2, 3)]
PLAY = 1
ROWS, PER_ROW = "ABC", 10

SAM = Viewer(id_of("open Sam"), "Samuel Stewardson", Role.STAFF, frozenset({CLUB, THEATRE}))
TESS = Viewer(id_of("open Tess"), "Tessa Teller", Role.STAFF, frozenset({CLUB, THEATRE}))
ANN = Viewer(id_of("open Ann"), "Annabel Canarini", Role.CUSTOMER)
BOB = Viewer(id_of("open Bob"), "Bobby Birdwell", Role.CUSTOMER)
ADA = Viewer(id_of("open Ada"), "Adelaide Admin", Role.ADMIN)
EVERYBODY = (SAM, TESS, ANN, BOB, ADA)


def email_of(person: Viewer) -> str:
    return f"{person.name.split()[0].lower()}@open.example"


def named(person: Viewer) -> dict[str, str]:
    """As the desk names whom it books for."""
    return {"name": person.name, "email": email_of(person)}


def today() -> date:
    return local_day(datetime.now(UTC), ZONE)


def tomorrow() -> date:
    return today() + timedelta(days=1)


def at(clock: str, day: date | None = None) -> datetime:
    return to_utc(datetime.combine(day or tomorrow(), time.fromisoformat(clock)), ZONE)


def board(day: date | None = None) -> str:
    return f"/venues/{CLUB}/board?date={(day or tomorrow()).isoformat()}"


def slot(court: int, clock: str) -> str:
    """The element id of a board's cell; `court` is 1, 2 or 3."""
    return f"slot-{COURTS[court - 1]}-{at(clock):%Y%m%dT%H%M}"


def furnish(desk: Desk) -> None:
    """Put it into an empty database."""
    desk.database.write(_furnish)


def _furnish(session: Session) -> None:
    now, always = datetime.now(UTC), {str(day): [["00:00", "24:00"]] for day in range(7)}
    for venue_id, name, kind in ((CLUB, "Open Club", "club"), (THEATRE, "Open Theatre", "theatre")):
        # What is booked here is tomorrow's, and tests check it in at any time of the day.
        session.add(
            Venue(id=venue_id, name=name, kind=kind, zone=ZONE, currency="EUR", hours=always, check_in_hours=48)
        )
    secret = hash_password(PASSWORD)
    for person in EVERYBODY:
        session.add(
            Person(
                id=person.id,
                name=person.name,
                email=email_of(person),
                role=person.role,
                password_hash=secret,
                created_at=now,
            )
        )
    session.flush()
    session.add_all(Staff(person_id=person.id, venue_id=venue) for person in (SAM, TESS) for venue in person.venues)
    prices = [{"days": None, "from": "00:00", "to": "24:00", "per_hour": "26.00"}]
    for number, court in enumerate(COURTS, 1):
        session.add(
            Resource(
                id=court,
                venue_id=CLUB,
                kind="court",
                number=number,
                name=f"Court {number}",
                sport="tennis",
                prices=prices,
            )
        )
    categories = {"A": {"name": "Front", "price": "48.00"}, "B": {"name": "Back", "price": "36.00"}}
    session.add(
        Event(
            id=PLAY,
            venue_id=THEATRE,
            title="The Open Door",
            starts_at=at("19:30"),
            ends_at=at("21:30"),
            categories=categories,
        )
    )
    session.flush()
    for order, row in enumerate(ROWS, 1):
        for number in range(1, PER_ROW + 1):
            session.add(
                Seat(
                    event_id=PLAY, label=f"{row}{number}", section="Stalls", row=row, row_order=order, number=str(number),
                    position=number + (number > PER_ROW // 2), category="A" if row == "A" else "B",
                )
            )  # fmt: skip
