"""The services of a venue as customers choose among them, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Resource, Service, ServiceProvider, Venue

CLINIC = "clinic"


@dataclass(frozen=True)
class OfferedService:
    """With the (id, name) of those who provide it; `offered` as long as anybody does."""

    id: str
    name: str
    minutes: int
    price: Decimal
    providers: tuple[tuple[str, str], ...]
    retired: bool
    places: int

    @property
    def offered(self) -> bool:
        return bool(self.providers) and not self.retired


@dataclass(frozen=True)
class ServicesOfVenue:
    venue_id: str
    venue: str
    address: str
    zone: str
    currency: str
    logo: str
    services: tuple[OfferedService, ...]


def read_services(session: Session, venue_id: str) -> ServicesOfVenue:
    """What is offered there. Raises NotFound for a venue that has no services."""
    at, services = _at(session, venue_id)
    return ServicesOfVenue(**at, services=tuple(each for each in services if each.offered))


def service_at(session: Session, venue_id: str, service_id: str) -> tuple[Venue, ServicesOfVenue, OfferedService]:
    at, services = _at(session, venue_id, service_id)
    if not services:
        raise NotFound("There is no such service here.")
    return session.get_one(Venue, venue_id), ServicesOfVenue(**at, services=()), services[0]


def providers_of(session: Session, service_id: str) -> tuple[tuple[str, str], ...]:
    """The (id, name) of those who provide a service, in their order."""
    provided = (
        select(Resource.id, Resource.name)
        .join(ServiceProvider, ServiceProvider.resource_id == Resource.id)
        .where(ServiceProvider.service_id == service_id, Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    )
    return tuple((each.id, each.name) for each in session.execute(provided))


def is_service_of(session: Session, venue_id: str, service_id: str) -> bool:
    service = session.get(Service, service_id)
    return service is not None and service.venue_id == venue_id


def is_own_appointment(session: Session, booking_id: str, service_id: str, person_id: str) -> bool:
    """Whether this person has booked that service with it."""
    booking = session.get(Booking, booking_id)
    return booking is not None and (booking.customer_id, booking.service_id) == (person_id, service_id)


def is_provider_of(session: Session, venue_id: str, resource_id: str) -> bool:
    resource = session.get(Resource, resource_id)
    return resource is not None and resource.venue_id == venue_id and resource.kind == "provider"


def _at(session: Session, venue_id: str, service_id: str | None = None) -> tuple[dict[str, str], Sequence[OfferedService]]:
    """The fields of the venue, and its services or the one that is named, also what is retired."""
    venue = session.get(Venue, venue_id)
    if venue is None or venue.kind != CLINIC:
        raise NotFound("There are no appointments to book here.")
    query = select(Service).where(Service.venue_id == venue_id).order_by(Service.name, Service.id)
    services = session.scalars(query if service_id is None else query.where(Service.id == service_id)).all()
    provided = session.execute(
        select(ServiceProvider.service_id, Resource.id, Resource.name)
        .join(Resource, Resource.id == ServiceProvider.resource_id)
        .where(ServiceProvider.service_id.in_([each.id for each in services]), Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    ).all()
    found = [
        OfferedService(
            each.id, each.name, each.minutes, each.price,
            tuple((provider_id, name) for service, provider_id, name in provided if service == each.id),
            each.retired_at is not None, each.places,
        )
        for each in services
    ]  # fmt: skip
    of_venue = {
        "venue_id": venue.id, "venue": venue.name, "address": venue.address, "zone": venue.zone, "currency": venue.currency,
        "logo": venue.logo,
    }  # fmt: skip
    return of_venue, found
