"""The step of opening hours: a line for each weekday, drawn while it is typed as on the page of hours."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bookings.administration.hours import set_hours
from bookings.desk.transaction import Transaction
from bookings.models import Venue
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.hours import WEEKDAYS, spans_typed, typed_spans
from bookings.rules.setup.templates import template_of
from bookings.web.administration.places.hours import Draft, effects_of
from bookings.web.set_up.pages import Form, StepPage, Values


def read(session: Session, venue: ManagedVenue) -> Values:
    hours = session.get_one(Venue, venue.id).hours or template_of(venue.kind)["hours"]
    return {"days": [typed_spans(hours.get(str(day), [])) for day in range(7)]}


def typed(form: Form) -> Values:
    return {"days": Draft.typed(form).days}


def save(tx: Transaction, venue_id: str, values: Values) -> None:
    set_hours(tx, venue_id, {"hours": {str(day): spans_typed(text) for day, text in enumerate(values["days"])}})


def draw(session: Session, venue: ManagedVenue, values: Values) -> Values:
    return {"weekdays": WEEKDAYS, "effects": effects_of(session, venue.id, Draft(values["days"], [{}]))}


HOURS = StepPage(read, typed, save, shown=draw)
