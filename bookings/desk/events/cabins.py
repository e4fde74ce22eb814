"""What a flight asks of a basket and of a booking: seats of one cabin, passengers who may have them, and a way to reach them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import Invalid
from bookings.models import Event, Flight, Seat, Venue
from bookings.rules.passengers import check_exit_rows, clean_contact, clean_party, may_sit_by_an_exit
from bookings.rules.seats.seat import EXIT
from bookings.rules.times.zones import local_day

Party = list[dict[str, str]]


def travellers(
    session: Session, event: Event, venue: Venue, passengers: Sequence[Mapping[str, Any]], contact: Mapping[str, Any] | None, seats: int,
) -> tuple[Party, dict[str, str]]:
    """Who travels and how they are reached, as they are kept; nobody is asked for at a show. Raises RuleViolation."""
    if event.kind != "flight":
        return [], {}
    zone = session.scalar(select(Flight.origin_zone).where(Flight.event_id == event.id)) or venue.zone
    return clean_party(passengers, seats, local_day(event.starts_at, zone)), clean_contact(contact, venue.zone)


def kept_from(party: Party) -> frozenset[str]:
    """The features of seats that are not searched for this party."""
    return frozenset() if may_sit_by_an_exit(party) else frozenset({EXIT})


def check_seats(event: Event, seats: Sequence[Seat], labels: Sequence[str], party: Party) -> None:
    """Refuse seats of several cabins, and exit rows for those who may not sit there. `labels` in the passengers' order."""
    if event.kind == "flight":
        check_one_cabin(event, seats)
    if party:
        exits = {seat.label: EXIT in seat.features for seat in seats}
        check_exit_rows(party, [exits[label] for label in dict.fromkeys(labels)])


def check_one_cabin(event: Event, seats: Iterable[Seat]) -> None:
    """Refuse seats of several cabins of a flight; at a show anything goes together. Raises Invalid."""
    one_of_each = {seat.category: seat for seat in seats}
    if event.kind == "flight" and len(one_of_each) > 1:
        listed = " and ".join(f"{seat.label} ({event.categories[code]['name']})" for code, seat in one_of_each.items())
        raise Invalid(
            f"One booking is in one cabin, and {listed} are in different ones. Book them one after the other.",
            code="several_cabins",
            fields={"seats": "in different cabins"},
        )


def searched(event: Event, category: str | None) -> list[str | None]:
    """In which price categories the best seats are searched, one after the other: on a flight one cabin at a time, the cheapest first."""
    if event.kind != "flight" or category is not None:
        return [category]
    prices = {code: Decimal(str(each["price"])) for code, each in event.categories.items()}
    return [code for _, code in sorted((price, code) for code, price in prices.items())]
