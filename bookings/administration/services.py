"""Services: what providers do, how long it takes, what is kept free around it, its price, and who offers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select

from bookings.administration.venues import managed_venue, record_setup
from bookings.database.base import new_id
from bookings.desk.log import Subject, Words, check_revision, logged, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Booking, Noun, Resource, Service, ServiceProvider, Venue
from bookings.rules.money.amounts import decimals
from bookings.rules.money.written import in_money
from bookings.rules.setup.resource import MOST_SERVICES, check_whole_units, read_service
from bookings.rules.violation import RuleViolation

NEEDED = ("name", "minutes", "price")


def add_service(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """A new service; `providers` are the ids of those who offer it. Returns its id. Raises Invalid."""
    venue = managed_venue(tx, venue_id)
    if venue.kind != "clinic":
        raise Invalid("Services are offered where people are booked: at a clinic.", fields={"name": "not here"})
    values = _read(tx, venue, given)
    if missing := {name: "This is needed." for name in NEEDED if name not in values}:
        raise Invalid("A service needs a name, a length and a price.", fields=missing)
    count = tx.session.scalar(select(func.count()).select_from(Service).where(Service.venue_id == venue.id)) or 0
    if count >= MOST_SERVICES:
        raise Conflict(f"A venue has at most {MOST_SERVICES} services.", code="too_many")
    providers = values.pop("providers", [])
    service = Service(id=new_id(), venue_id=venue.id, **{"buffer_before": 0, "buffer_after": 0, "places": 1, **values})
    tx.session.add(service)
    tx.session.flush()
    _offer(tx, service, providers)
    write_line(tx, subject_of_service(service), "made", {}, describe_service(tx, service, venue))
    record_setup(tx, venue)
    return service.id


def edit_service(tx: Transaction, service_id: str, given: Mapping[str, object], revision: int | None = None) -> str:
    """Change what is given. Appointments that are booked keep their length, what is kept free around them, and their price."""
    service, venue = managed_service(tx, service_id)
    check_revision(tx, subject_of_service(service), revision)
    values = _read(tx, venue, given, but=service.id)
    with logged(tx, subject_of_service(service), lambda: describe_service(tx, service, venue)) as line:
        if (providers := values.pop("providers", None)) is not None:
            _offer(tx, service, providers)
        for name, value in values.items():
            setattr(service, name, value)
        tx.session.flush()
    if line.entry is not None:
        record_setup(tx, venue)
    return service.id


def retire_service(tx: Transaction, service_id: str, revision: int | None = None) -> str:
    """Offer it no more. What is booked stays. Returns its id."""
    return _set_retired(tx, service_id, revision, retired=True)


def bring_back_service(tx: Transaction, service_id: str, revision: int | None = None) -> str:
    return _set_retired(tx, service_id, revision, retired=False)


def delete_service(tx: Transaction, service_id: str, revision: int | None = None) -> str:
    """Delete what was never booked. Returns its venue's id. Raises Conflict for anything else."""
    service, venue = managed_service(tx, service_id)
    check_revision(tx, subject_of_service(service), revision)
    if tx.session.scalar(select(Booking.id).where(Booking.service_id == service.id).limit(1)) is not None:
        raise Conflict(f"{service.name} was booked before, so it is kept. Retire it instead.", code="was_booked")
    write_line(tx, subject_of_service(service), "deleted", describe_service(tx, service, venue), {})
    _offer(tx, service, ())
    tx.session.delete(service)
    record_setup(tx, venue)
    return venue.id


def managed_service(tx: Transaction, service_id: str) -> tuple[Service, Venue]:
    """The service, its venue's row locked, when this viewer manages that; NotFound or NotAllowed otherwise."""
    service = tx.session.get(Service, service_id)
    if service is None:
        raise NotFound("There is no such service among those that you manage.")
    venue = managed_venue(tx, service.venue_id)
    service = tx.session.get(Service, service_id, populate_existing=True)
    if service is None:  # deleted meanwhile
        raise NotFound("There is no such service among those that you manage.")
    return service, venue


def subject_of_service(service: Service) -> Subject:
    return Subject(Noun.SERVICE, service.id, service.name, service.venue_id)


def describe_service(tx: Transaction, service: Service, venue: Venue) -> Words:
    """What it is in words, for the log."""
    offered = select(Resource.name).join(ServiceProvider, ServiceProvider.resource_id == Resource.id)
    names = tx.session.scalars(offered.where(ServiceProvider.service_id == service.id).order_by(Resource.number, Resource.id))
    return {
        "Name": service.name,
        "Length": f"{service.minutes} minutes",
        "Kept free before": f"{service.buffer_before} minutes",
        "Kept free after": f"{service.buffer_after} minutes",
        "Price": in_money(service.price, venue.currency),
        "Places": str(service.places) if service.places > 1 else None,
        "Offered by": ", ".join(names) or None,
        "Retired": "yes" if service.retired_at else None,
    }


def _set_retired(tx: Transaction, service_id: str, revision: int | None, *, retired: bool) -> str:
    service, venue = managed_service(tx, service_id)
    check_revision(tx, subject_of_service(service), revision)
    if not retired and service.minutes % venue.slot_minutes:  # it was retired when the grid became another
        refusal = f"{service.name} takes {service.minutes} minutes, which the grid of {venue.slot_minutes} does not fit. Change that first."
        raise Conflict(refusal, code="off_the_grid")
    act = "retired" if retired else "brought back"
    with logged(tx, subject_of_service(service), lambda: describe_service(tx, service, venue), act=act) as line:
        service.retired_at = (service.retired_at or tx.now) if retired else None
    if line.entry is not None:
        record_setup(tx, venue)
    return service.id


def _read(tx: Transaction, venue: Venue, given: Mapping[str, object], *, but: str = "") -> dict[str, Any]:
    """The columns that are set, and `providers`, when they are given."""
    values = read_service(given)
    errors = {}
    same = select(Service.id).where(
        Service.venue_id == venue.id, Service.id != but, func.lower(Service.name) == str(values.get("name", "")).lower()
    )
    if "name" in values and tx.session.scalar(same.where(Service.retired_at.is_(None)).limit(1)) is not None:
        errors["name"] = f"There is a {values['name']} already."
    if values.get("minutes", 0) % venue.slot_minutes:
        errors["minutes"] = f"A whole number of steps of {venue.slot_minutes} minutes, for on this grid it is booked."
    if "price" in values:
        try:
            check_whole_units(values["price"], decimals(venue.currency))
        except RuleViolation as violation:
            errors["price"] = violation.message
    if "providers" in given:
        try:
            values["providers"] = _providers(tx, venue, given["providers"])
        except RuleViolation as violation:
            errors["providers"] = violation.message
    if errors:
        raise Invalid(next(iter(errors.values())), fields=errors)
    return values


def _providers(tx: Transaction, venue: Venue, given: object) -> list[str]:
    known = set(
        tx.session.scalars(select(Resource.id).where(Resource.venue_id == venue.id, Resource.kind == "provider"))
    )
    if not isinstance(given, Sequence) or isinstance(given, str) or any(each not in known for each in given):
        raise RuleViolation("unknown_provider", "Choose among the providers of this venue.", "providers")
    return list(dict.fromkeys(given))


def _offer(tx: Transaction, service: Service, providers: Collection[str]) -> None:
    """These offer it from now on, and nobody else."""
    tx.session.execute(delete(ServiceProvider).where(ServiceProvider.service_id == service.id))
    tx.session.add_all(ServiceProvider(service_id=service.id, resource_id=each) for each in providers)
    tx.session.flush()
