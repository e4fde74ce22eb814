"""The steps of what is booked by time: courts; providers and their services."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bookings.administration.set_up.places import set_clinic, set_resources
from bookings.desk.transaction import Transaction
from bookings.reading.administration.set_up import read_resources, read_services
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.templates import template_of
from bookings.web.set_up.pages import Form, StepPage, Values, adds_a_line, typed_rows, without_ids

SERVICE = ("id", "name", "minutes", "buffer_after", "price")


def read_courts(session: Session, venue: ManagedVenue) -> Values:
    return {"courts": read_resources(session, venue.id, "court") or without_ids(template_of("club")["resources"])}


def typed_courts(form: Form) -> Values:
    return {"courts": typed_rows(form, ("id", "name", "sport"))}


def save_courts(tx: Transaction, venue_id: str, values: Values) -> None:
    set_resources(tx, venue_id, "court", values["courts"])


def read_clinic(session: Session, venue: ManagedVenue) -> Values:
    """A service's `providers` are numbers of rows, from 1."""
    template = template_of("clinic")
    providers = read_resources(session, venue.id, "provider")
    services = read_services(session, venue.id)
    if not providers and not services:
        providers, services = without_ids(template["resources"]), without_ids(template["services"])
    keys = [each["id"] or each["name"] for each in providers]
    offered = [{**each, "providers": [keys.index(key) + 1 for key in each["providers"] if key in keys]} for each in services]
    return {"providers": providers, "services": offered}


def typed_clinic(form: Form) -> Values:
    """Whom the page has not asked about yet, since they were named just now, offers every service."""
    providers, services = typed_rows(form, ("id", "name"), "provider-"), typed_rows(form, SERVICE)
    for number, service in enumerate(services, 1):
        ticked, asked = form.getlist(f"providers-{number}"), form.getlist(f"asked-{number}")
        rows = [(str(row), row) for row, each in enumerate(providers, 1) if each["name"]]
        service["providers"] = [row for text, row in rows if text in ticked or text not in asked]
    return {"providers": providers, "services": services}


def save_clinic(tx: Transaction, venue_id: str, values: Values) -> None:
    set_clinic(tx, venue_id, values["providers"], values["services"])


COURTS = StepPage(read_courts, typed_courts, save_courts, adds_a_line("courts"))
SERVICES = StepPage(read_clinic, typed_clinic, save_clinic, adds_a_line("providers", "services"))
