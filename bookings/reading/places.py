"""The places that a person may open, for the start page: boards with today's figures for staff, venues to book at for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Resource, Venue, Viewer
from bookings.reading.boards.part import BoardData
from bookings.reading.boards.present import Counts
from bookings.rules.times.zones import day_bounds, local_day


@dataclass(frozen=True)
class Place:
    """A venue with a board, on a `day` that `ends` there. `offers` are its sports or the people who see customers; `counts`
    are for its staff alone."""

    id: str
    name: str
    kind: str
    address: str
    day: date
    ends: datetime
    offers: tuple[str, ...]
    counts: Counts | None
    colour: str = ""
    logo: str = ""


def read_places(session: Session, viewer: Viewer, now: datetime) -> tuple[Place, ...]:
    """The venues with courts or providers, by name, those where this viewer works first; with none that is not retired, for
    who works there alone."""
    offers: dict[str, list[str]] = {}
    bookable = select(Resource).where(Resource.kind.in_(["court", "provider"])).order_by(Resource.number, Resource.id)
    for each in session.scalars(bookable):
        if each.retired_at is None:
            offers.setdefault(each.venue_id, []).append(each.sport or each.name if each.kind == "court" else each.name)
        elif viewer.works_at(each.venue_id):
            offers.setdefault(each.venue_id, [])
    venues = session.scalars(select(Venue).where(Venue.id.in_(offers)).order_by(Venue.name, Venue.id))
    places = [_place(session, venue, offers[venue.id], viewer.works_at(venue.id), now) for venue in venues]
    return tuple(sorted(places, key=lambda place: place.counts is None))


def _place(session: Session, venue: Venue, offers: list[str], works_here: bool, now: datetime) -> Place:
    day = local_day(now, venue.zone)
    counts = BoardData(session, venue.id, day, now).counts if works_here else None
    ends = day_bounds(day, venue.zone)[1]
    words = tuple(dict.fromkeys(offers))
    return Place(venue.id, venue.name, venue.kind, venue.address, day, ends, words, counts, venue.colour, venue.logo)
