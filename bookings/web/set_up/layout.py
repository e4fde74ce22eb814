"""What the pages of the set-up share: the rail of steps, and where one goes from each."""

from __future__ import annotations

from typing import Any

from flask import render_template

from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.set_up import read_unfinished
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.rules.setup.steps import Step, following, steps_of
from bookings.web.administration.shell import Refused

DEFAULT_KIND = "club"


def read_venue(venue_id: str) -> ManagedVenue:
    """Raises NotFound for one that this viewer does not manage."""
    with current_ringside().database.read() as session:
        return read_managed_venue(session, venue_id, viewer())


def address_of(venue_id: str, step: Step | None) -> str:
    """Of this step; after the last of the page that says what to do next."""
    return f"/set-up/{venue_id}/{step.slug if step else 'open'}"


def after(venue: ManagedVenue, slug: str) -> str:
    return address_of(venue.id, following(venue.kind, slug))


def step_page(slug: str, venue: ManagedVenue | None, refused: Refused, **more: Any) -> tuple[str, int]:
    """The page of this step. The rail leads back to those that are done, and to the one that comes next."""
    steps = steps_of(venue.kind if venue else DEFAULT_KIND)
    place = [step.slug for step in steps].index(slug)
    page = render_template(
        f"set_up/{slug}.html", venue=venue, step=steps[place], place=place, rail=_rail(venue, steps, place),
        back=address_of(venue.id, steps[place - 1]) if venue and place else None,
        onward=steps[place + 1].word if place + 1 < len(steps) else None,
        refused=refused, flashed=flashed(), **more,
    )  # fmt: skip
    return page, refused.status


def _rail(venue: ManagedVenue | None, steps: tuple[Step, ...], place: int) -> list[tuple[str, str | None, bool, bool]]:
    """(word, address where one may go, done, current) of each step."""
    reached = place
    if venue is not None:
        with current_ringside().database.read() as session:
            coming = next((each.step for each in read_unfinished(session, viewer()) if each.venue_id == venue.id), None)
        reached = len(steps) if coming is None else [step.slug for step in steps].index(coming)
    return [
        (step.word, address_of(venue.id, step) if venue and n <= reached and n != place else None, n < reached, n == place)
        for n, step in enumerate(steps)
    ]
