"""Writes the passengers of a flight: as JSON for programs, and as rows of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from typing_extensions import TypedDict

from bookings.reading.flights.manifest import EVERYBODY, Manifest, Traveller
from bookings.rules.flights.boarding import BoardingAct, PassengerState
from bookings.rules.times.zones import iso
from bookings.wire.encode import Time, one_of
from bookings.wire.place_shapes import FlightWord

COLUMNS = (
    "Seat", "Name", "Type", "Born", "Infant", "Booking", "Customer", "Reached by", "Booking status", "State", "Since", "By",
)  # fmt: skip
StateWord = Annotated[str, one_of(PassengerState)]
ActWord = Annotated[str, one_of(BoardingAct)]


class ManifestPassenger(TypedDict):
    """`code` is what a boarding pass says. `infant` travels on their lap. `acts` are what may be done with them now."""

    seat: str
    name: str
    type: str
    dateOfBirth: str
    infant: str
    bookingId: str
    pnr: str
    code: str
    state: StateWord
    since: Time | None
    by: str
    acts: list[ActWord]


class FlightManifest(TypedDict):
    """As of `asOf`. `counts` of passengers with a seat, by state; `infants` are on laps."""

    flightId: str
    flightNumber: str
    flightStatus: FlightWord
    asOf: Time
    total: int
    counts: dict[str, int]
    infants: int
    items: list[ManifestPassenger]
    page: int
    pages: int


def write_manifest(found: Manifest, state: str, page: int) -> FlightManifest:
    shown, page, pages = found.shown(state, page)
    return {
        "flightId": found.flight.id,
        "flightNumber": found.flight.number,
        "flightStatus": found.flight.status,
        "asOf": found.now,
        "total": found.counts[EVERYBODY],
        "counts": {name: count for name, count in found.counts.items() if name != EVERYBODY},
        "infants": found.infants,
        "items": [_passenger(each) for each in shown],
        "page": page,
        "pages": pages,
    }


def write_rows(found: Manifest) -> Iterator[tuple[str, ...]]:
    """As text; the columns are COLUMNS."""
    for each in found.travellers:
        yield (
            each.label, each.name, each.kind, each.born, each.infant, each.pnr, each.customer, each.reached,
            each.booking_status.lower().replace("_", " "), each.state.value, iso(each.at) if each.at else "", each.by,
        )  # fmt: skip


def _passenger(each: Traveller) -> ManifestPassenger:
    return {
        "seat": each.label,
        "name": each.name,
        "type": each.kind,
        "dateOfBirth": each.born,
        "infant": each.infant,
        "bookingId": each.booking_id,
        "pnr": each.pnr,
        "code": each.code,
        "state": each.state.value,
        "since": each.at,
        "by": each.by,
        "acts": [act.value for act in each.acts],
    }
