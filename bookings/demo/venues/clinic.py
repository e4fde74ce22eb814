"""The pet clinic: three providers on a ten-minute grid, services with time kept free after them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sqlalchemy.orm import Session

from bookings.demo.ghosts.script import Script
from bookings.demo.ids import CLINIC, chance_of, demo_id
from bookings.demo.people import RECEPTION, viewer_named
from bookings.demo.visits import MINUTE, Pays, PublishQueue, Visit, add_visit
from bookings.desk.book import book_service
from bookings.models import Resource, Service, ServiceProvider, Venue
from bookings.rules.times.zones import local_day, to_utc

ZONE = "Europe/Dublin"
SUNDAY = 6
PROVIDERS = ("Dr Aoife Byrne", "Dr Pedro Nunes", "Nurse Kiran Shah")
# Minutes, minutes kept free before and after, price, who does it (counted from 1), and places.
SERVICES = {
    "Dental check": (40, 0, 10, "84.00", (1, 2), 1),
    "Vaccination": (20, 0, 10, "58.00", (1, 2, 3), 1),
    "Consultation": (30, 10, 10, "65.00", (1, 2, 3), 1),
    "Puppy class": (60, 10, 10, "18.00", (3,), 6),
}


class Appointment(NamedTuple):
    """`day` counts open days from today on."""

    day: int
    provider: int
    start: str
    service: str
    who: str
    pet: str
    pays: Pays = "online"
    turn: PublishQueue = ""


APPOINTMENTS = (
    Appointment(0, 1, "08:30", "Consultation", "Carla Steiner", "Nero, cat"),
    Appointment(0, 1, "10:00", "Dental check", "Ruth Clarke", "Pip, terrier", "desk"),
    Appointment(0, 1, "11:30", "Vaccination", "Harpreet Singh", "Simba, cat"),
    Appointment(0, 1, "14:00", "Dental check", "Heidi Blum", "Max, beagle", "desk"),
    Appointment(0, 1, "15:40", "Dental check", "Mara Lind", "Miso, cat"),
    Appointment(0, 1, "17:00", "Vaccination", "Simon Becker", "Rolf, rabbit", "never", "asks"),
    Appointment(0, 2, "08:00", "Vaccination", "Ana Silva", "Luna, puppy", "desk"),
    Appointment(0, 2, "09:10", "Consultation", "James Walker", "Otis, cat", "never", "missed"),
    Appointment(0, 2, "11:00", "Dental check", "Elena Rossi", "Bella, retriever"),
    Appointment(0, 2, "13:30", "Consultation", "Yuki Tanaka", "Mochi, hamster", "desk"),
    Appointment(0, 2, "16:00", "Vaccination", "Linh Nguyễn", "Tam, kitten", "half"),
    Appointment(0, 3, "09:00", "Vaccination", "Oliver Weiß", "Juno, cat"),
    Appointment(0, 3, "10:40", "Consultation", "Katrin Wolf", "Fritz, parrot", "declined"),
    Appointment(0, 3, "13:00", "Vaccination", "Noah Keller", "Bo, spaniel", "desk"),
    Appointment(0, 3, "15:00", "Consultation", "Eva Arnold", "Minka, cat", "online", "late"),
    Appointment(0, 3, "16:40", "Puppy class", "Miriam Berger", "Pablo, pug"),
    Appointment(0, 3, "16:40", "Puppy class", "Lars Petersen", "Stella, labrador"),
    Appointment(1, 1, "09:30", "Dental check", "Søren Kjærgaard", "Freja, collie"),
    Appointment(1, 2, "10:00", "Vaccination", "Sophie Lang", "Bruno, boxer", "never", "asks"),
    Appointment(1, 3, "11:20", "Consultation", "Gus Moreau", "Django, parakeet", "never", "asks"),
    Appointment(2, 2, "14:30", "Dental check", "Paul Zimmer", "Kira, poodle", "desk"),
)

TALKS = {
    "Miso, cat": (
        "Please give Miso no food after 11:00 on the day. Water is fine.",
        "Will do. She takes her thyroid tablet at noon, may she have it?",
        "Yes, with a little water.",
    ),
}
"""By the pet: what reception and its owner wrote to each other."""


def add_clinic(session: Session) -> None:
    session.add(
        Venue(
            id=CLINIC, name="Harbour Pet Clinic", kind="clinic", zone=ZONE, currency="EUR", address="3 Harbour Road, Howth",
            hours={str(day): [["08:00", "18:00"]] for day in range(SUNDAY)}, slot_minutes=10, min_minutes=10,
            max_minutes=60,
        )
    )  # fmt: skip
    session.flush()
    session.add_all(
        Resource(id=demo_id(name), venue_id=CLINIC, kind="provider", number=number, name=name)
        for number, name in enumerate(PROVIDERS, 1)
    )
    session.add_all(
        Service(
            id=demo_id(name), venue_id=CLINIC, name=name, minutes=minutes, buffer_before=before, buffer_after=after,
            price=Decimal(price), places=places,
        )
        for name, (minutes, before, after, price, _, places) in SERVICES.items()
    )  # fmt: skip
    session.flush()
    session.add_all(
        ServiceProvider(service_id=demo_id(name), resource_id=demo_id(PROVIDERS[number - 1]))
        for name, (*_, numbers, _) in SERVICES.items()
        for number in numbers
    )


def add_appointments(script: Script, now: datetime) -> None:
    chance = chance_of("clinic")
    days = _open_days(local_day(now, ZONE))
    for each in APPOINTMENTS:
        start = to_utc(datetime.combine(days[each.day], time.fromisoformat(each.start)), ZONE)
        visit = Visit(
            start, start + SERVICES[each.service][0] * MINUTE, viewer_named(each.who), RECEPTION, each.pays, each.turn,
            TALKS.get(each.pet, ()),
        )  # fmt: skip
        verb = partial(
            book_service, service_id=demo_id(each.service), start=start,
            provider_id=demo_id(PROVIDERS[each.provider - 1]), note=each.pet,
        )  # fmt: skip
        add_visit(script, visit, now, ZONE, chance, verb)


def _open_days(today: date) -> list[date]:
    days = (today + timedelta(days=ahead) for ahead in range(5))
    return [day for day in days if day.weekday() != SUNDAY]
