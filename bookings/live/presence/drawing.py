"""Fragments of presence: who is online, who has a booking open, who types about it, and bookings that are being made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.live import element_ids
from bookings.live.presence.people import AVAILABLE, STATUSES, Draft, PersonHere, Table
from bookings.live.presence.places import places_of
from bookings.live.presence.presence import Typing
from bookings.live.render import QUIET, Fragments, Renderer
from bookings.models.person import initials_of
from bookings.rules.topics import Topic

FILE = "presence.html"
MOST_SHOWN = 12


@dataclass(frozen=True)
class Face:
    """Somebody as a mark and in words; `here` is what sets the mark apart."""

    initials: str
    name: str
    words: str
    here: str = ""


def crew_of(here: Table, venue_id: str) -> list[PersonHere]:
    """Those of the venue's staff who are online, and whoever else has something of it open, by name."""
    found = [
        person for person in here.values() if venue_id in person.venues or any(each.venue_id == venue_id for each in person.open)
    ]
    return sorted(found, key=lambda each: (each.name, each.id))


def draw_crew(renderer: Renderer, here: Table, venue_id: str) -> Fragments:
    people = crew_of(here, venue_id)
    faces = [_at_work(person, venue_id) for person in people[:MOST_SHOWN]]
    return {"crew": renderer.draw(FILE, "crew", faces, len(people) - len(faces), swap=QUIET)}


def _at_work(person: PersonHere, venue_id: str) -> Face:
    mine = [each for each in person.open if each.venue_id == venue_id]
    doing, here = "", "" if person.status == AVAILABLE else person.status
    if any(each.draft for each in mine):
        doing, here = ", makes a booking", "editing"
    elif any(each.editing for each in mine):
        doing, here = ", edits a booking", "editing"
    return Face(initials_of(person.name), person.name, f"{person.name}, {person.status}{doing}", here)


def draw_viewers(renderer: Renderer, here: Table, booking_id: str, but: str = "") -> Fragments:
    """Who else has this booking open."""
    faces = [
        _looking_on(person, editing=any(each.editing for each in mine))
        for person in sorted(here.values(), key=lambda each: (each.name, each.id))
        if person.id != but and (mine := [each for each in person.open if each.booking_id == booking_id])
    ]
    return {element_ids.viewers(booking_id): renderer.draw(FILE, "viewers", booking_id, faces, swap=QUIET)}


def _looking_on(person: PersonHere, *, editing: bool) -> Face:
    words, here = ("edits this booking", "editing") if editing else ("has this booking open", "")
    return Face(initials_of(person.name), person.name, words, here)


def draw_typing(renderer: Renderer, typing: Iterable[Typing], *, staff: bool, venue: str, but: str = "") -> Fragments:
    """To the customer the venue types, whoever of its staff it is."""
    names = [who.name if staff or not who.from_venue else venue for who in typing if who.person_id != but]
    return {"typing": renderer.draw(FILE, "typing", sorted(set(names)), swap=QUIET)}


def draw_status(renderer: Renderer, status: str) -> Fragments:
    return {"my-status": renderer.draw(FILE, "my_status", status, STATUSES, swap=QUIET)}


def draw_drafts(
    renderer: Renderer, session: Session, topic: Topic, view: str, now: datetime, drafts: Mapping[Draft, Collection[str]]
) -> Fragments:
    """The bookings that these people are making, where they would stand on this board; one that has no place on it is left out."""
    places = places_of(session, topic, view, now, [(each.resource_id, each.start, each.end) for each in drafts]) if drafts else []
    ghosts = [
        (place, Face(initials_of(name), name.split()[0], ""))
        for place, names in zip(places, drafts.values(), strict=True)
        if place is not None
        for name in sorted(names)[:1]
    ]
    return {"ghosts": renderer.draw(FILE, "ghosts", ghosts, swap=QUIET)}
