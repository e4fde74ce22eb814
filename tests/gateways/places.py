"""What the tests of this folder need beside the open house: another venue's staff, and a flight."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import Any

from bookings.desk import Desk
from bookings.models import Event, Flight, Person, Role, Seat, Staff, Venue, Viewer
from tests.world import present
from tests.world.clock import ZURICH
from tests.world.people import PASSWORD, email_of
from tests.world.places import id_of
from tests.world.rows import add

AIRLINE, OTHER_CLUB = id_of("open airline"), id_of("other open club")
FLIGHT, FLIGHT_EVENT = id_of("open flight"), 7
NED = Viewer(id_of("open Ned"), "Nedward Nightingale", Role.STAFF, frozenset({OTHER_CLUB}))
PIA = Viewer(id_of("open Pia"), "Piastaff Pilot", Role.STAFF, frozenset({AIRLINE}))


def build_more(desk: Desk) -> None:
    """Another club with Ned, an airline with Pia and a flight of six seats."""
    now, always = datetime.now(UTC), {str(day): [["00:00", "24:00"]] for day in range(7)}
    add(
        desk,
        Venue(id=OTHER_CLUB, name="Other Club", kind="club", zone=ZURICH, currency="EUR", hours=always),
        Venue(id=AIRLINE, name="Open Air", kind="airline", zone=ZURICH, currency="USD", hours=always),
        *(
            Person(id=each.id, name=each.name, email=email_of(each), role=each.role, created_at=now)
            for each in (NED, PIA)
        ),
    )
    add(desk, *(Staff(person_id=each.id, venue_id=venue) for each in (NED, PIA) for venue in each.venues))
    add(
        desk,
        Event(
            id=FLIGHT_EVENT, venue_id=AIRLINE, kind="flight", title="AA123", starts_at=present.at("08:00"), ends_at=present.at("11:00"),
            categories={"Y": {"name": "Economy", "price": "450.00"}},
        ),
    )  # fmt: skip
    add(desk, Flight(id=FLIGHT, event_id=FLIGHT_EVENT, number="AA123", origin="JFK", destination="LAX"))
    add(
        desk,
        *(
            Seat(
                event_id=FLIGHT_EVENT, label=f"{row}{letter}", section="Cabin", row=str(row), row_order=row, number=letter,
                position=position, category="Y",
            )
            for row in (1, 2)
            for position, letter in enumerate("ABC", 1)
        ),
    )  # fmt: skip


def canaries(*people: Viewer) -> set[str]:
    """What a stranger may never receive of these people."""
    return {word for each in people for word in (each.id, each.name, *each.name.split(), email_of(each))}


def found_in(said: object, words: set[str]) -> set[str]:
    text = json.dumps(said)
    return {word for word in words if word in text}


class Http:
    """A program that makes calls with one person's token."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url, self.token = url, token

    def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text.strip() else None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def log_in(self, person: Viewer) -> Http:
        """As the documents' clients do it."""
        status, said = self("POST", "/api/v1/auth/login", {"email": email_of(person), "password": PASSWORD})
        assert status == 200, said
        return Http(self.url, said["data"]["accessToken"])
