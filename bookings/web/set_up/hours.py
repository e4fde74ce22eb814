"""The step of opening hours: a line for each weekday, drawn while it is typed as on the page of hours."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bookings.administration.hours import set_hours
from bookings.desk.transaction import Transaction
from bookings.http.current import current_ringside
from bookings.reading.administration.hours_drawing import draw_hours
from bookings.reading.administration.set_up import read_hours
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.hours import WEEKDAYS, spans_typed, typed_spans
from bookings.rules.setup.templates import template_of
from bookings.web.administration.places.hours import Draft
from bookings.web.set_up.pages import Form, StepPage, Values


def read(session: Session, venue: ManagedVenue) -> Values:
    hours = read_hours(session, venue.id) or template_of(venue.kind)["hours"]
    return {"days": [typed_spans(hours.get(str(day), [])) for day in range(7)]}


def typed(form: Form) -> Values:
    return {"days": Draft.typed(form).days}


def save(tx: Transaction, venue_id: str, values: Values) -> None:
    set_hours(tx, venue_id, {"hours": {str(day): spans_typed(text) for day, text in enumerate(values["days"])}})


def draw(session: Session, venue: ManagedVenue, values: Values) -> Values:
    given, now = Draft(values["days"], [{}]).given(), current_ringside().database.now(session)
    return {"weekdays": WEEKDAYS, "effects": draw_hours(session, venue.id, given, now)}


HOURS = StepPage(read, typed, save, shown=draw)
