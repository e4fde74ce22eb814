"""The step of opening hours: a line for each weekday."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from bookings.administration.hours import set_hours
from bookings.desk.transaction import Transaction
from bookings.models import Venue
from bookings.reading.administration.venues import ManagedVenue
from bookings.rules.setup.templates import template_of
from bookings.web.set_up.pages import Form, StepPage, Values

_BETWEEN_SPANS, _BETWEEN_TIMES = re.compile(r"\s*[,;]\s*"), re.compile(r"\s*(?:–|—|-|\bto\b)\s*")
CLOSED = ("", "closed")


def read(session: Session, venue: ManagedVenue) -> Values:
    hours = session.get_one(Venue, venue.id).hours or template_of(venue.kind)["hours"]
    return {"days": [", ".join("–".join(span) for span in hours.get(str(day), [])) for day in range(7)]}


def typed(form: Form) -> Values:
    return {"days": [form.get(f"hours-{day}", "").strip() for day in range(7)]}


def save(tx: Transaction, venue_id: str, values: Values) -> None:
    set_hours(tx, venue_id, {"hours": {str(day): _spans(text) for day, text in enumerate(values["days"])}})


def _spans(text: str) -> list[list[str]]:
    return [] if text.lower() in CLOSED else [_BETWEEN_TIMES.split(span) for span in _BETWEEN_SPANS.split(text)]


HOURS = StepPage(read, typed, save)
