"""For what somebody is asked to sign in: where the page leads that they wanted, as far as strangers may know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Event, Resource, Venue
from bookings.rules.times.zones import day_words, exact_label, local_day, parse_instant
from bookings.rules.violation import RuleViolation

_BOARD = re.compile(r"/venues/([^/]{1,36})/board")
_EVENT = re.compile(r"/events/([0-9]{1,9})(?:/.*)?")


@dataclass(frozen=True)
class Purpose:
    """The name of the venue, and what is to be done there, as "book Court 4 at 10:00 on …"; either may be empty."""

    venue: str = ""
    act: str = ""


def read_purpose(session: Session, path: str) -> Purpose:
    """Of a path on this site. A venue that lets nobody look in is named where it is the only one: it is whose page this is."""
    parts = urlsplit(path)
    if (board := _BOARD.fullmatch(parts.path)) and (venue := _open(session, board[1])):
        query = parse_qs(parts.query)
        return Purpose(venue.name, _of_place(session, venue, query.get("court", [""])[0], query.get("start", [""])[0]))
    event = session.get(Event, int(found[1])) if (found := _EVENT.fullmatch(parts.path)) else None
    if event is not None and (venue := _open(session, event.venue_id)):
        return Purpose(venue.name, f"choose your seats for {event.title}")
    names = session.scalars(select(Venue.name).limit(2)).all()
    return Purpose(names[0] if len(names) == 1 else "")


def _open(session: Session, venue_id: str) -> Venue | None:
    venue = session.get(Venue, venue_id)
    return venue if venue is not None and venue.look_in else None


def _of_place(session: Session, venue: Venue, court_id: str, start: str) -> str:
    court = session.get(Resource, court_id) if court_id else None
    if court is None or court.venue_id != venue.id:
        return ""
    try:
        begins = parse_instant(start)
    except RuleViolation:
        return ""
    return f"book {court.name} at {exact_label(begins, venue.zone)} on {day_words(local_day(begins, venue.zone))}"
