"""Writes people as admins see them, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from typing_extensions import TypedDict

from bookings.models import Role, StaffLevel
from bookings.reading.administration.people import PersonLine, PersonView
from bookings.wire.encode import Time, one_of


class RightsAt(TypedDict):
    venueId: str
    level: Annotated[str, one_of(StaffLevel)]


class FoundPerson(TypedDict):
    """`worksAt` are names of venues, those that the reader manages."""

    id: str
    name: str
    email: str
    phone: str
    role: Annotated[str, one_of(Role)]
    active: bool
    worksAt: list[str]


class ManagedPerson(TypedDict):
    """`venues` are those that the reader manages. `mergedInto` is who has taken over everything of this person."""

    id: str
    name: str
    email: str
    emailChecked: bool
    phone: str
    role: Annotated[str, one_of(Role)]
    active: bool
    hasPassword: bool
    venues: list[RightsAt]
    createdAt: Time
    lastSeenAt: Time | None
    mergedInto: str | None
    revision: int


def write_found(line: PersonLine) -> FoundPerson:
    return {
        "id": line.id,
        "name": line.name,
        "email": line.email,
        "phone": line.phone,
        "role": line.role,
        "active": line.active,
        "worksAt": [name for name, _ in line.works_at],
    }


def write_person(person: PersonView) -> ManagedPerson:
    last_seen: datetime | None = person.last_seen
    return {
        "id": person.line.id,
        "name": person.line.name,
        "email": person.line.email,
        "emailChecked": person.email_checked,
        "phone": person.line.phone,
        "role": person.line.role,
        "active": person.line.active,
        "hasPassword": person.has_password,
        "venues": [{"venueId": venue, "level": level} for venue, level in sorted(person.levels.items())],
        "createdAt": person.created_at,
        "lastSeenAt": last_seen,
        "mergedInto": person.merged_into,
        "revision": person.revision,
    }
