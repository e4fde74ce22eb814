"""The set-up of a venue in steps: which one comes next is kept until the last is done."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.administration.venues import edit_venue, make_venue, managed_venue
from bookings.desk.log import refuse_later
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import LogEntry, Setting
from bookings.reading.administration.set_up import NOUNS_OF_STEPS
from bookings.rules.setup.steps import SET_UP, following
from bookings.rules.setup.templates import template_of
from bookings.rules.setup.venue import KINDS


def begin_venue(tx: Transaction, given: Mapping[str, object]) -> str:
    """The first step: a venue with the terms that are usual for its kind. Returns its id. Raises NotAllowed, Invalid."""
    kind = given.get("kind")
    if kind not in KINDS:
        raise Invalid("Choose what you run.", fields={"kind": "Choose one of the four."})
    venue_id = make_venue(tx, {**template_of(str(kind))["terms"], **given})
    step_done(tx, venue_id, "venue")
    return venue_id


def change_begun(tx: Transaction, venue_id: str, given: Mapping[str, object], revision: int | None = None) -> None:
    """The first step once more. The kind stays: the other steps depend on it."""
    edit_venue(tx, venue_id, {name: value for name, value in given.items() if name != "kind"}, revision)


def check_step(tx: Transaction, venue_id: str, slug: str, revision: int | None) -> None:
    """Raises ChangedMeanwhile when somebody else changed what this step is about after the `revision` that one saw."""
    managed_venue(tx, venue_id)
    if revision is not None:
        refuse_later(
            tx, revision, LogEntry.venue_id == venue_id, LogEntry.noun.in_(NOUNS_OF_STEPS[slug]), LogEntry.by_id != tx.by.id
        )


def step_done(tx: Transaction, venue_id: str, slug: str) -> None:
    """Note that this step is saved, unless a later one is already; after the last there is nothing more to note."""
    venue = managed_venue(tx, venue_id)
    row = tx.session.get(Setting, SET_UP, with_for_update=True)
    if row is None:
        row = Setting(name=SET_UP, value={})
        tx.session.add(row)
    coming = following(venue.kind, slug)
    if slug != "venue" and row.value.get(venue_id) != slug:
        return
    others = {each: step for each, step in row.value.items() if each != venue_id}
    row.value = {**others, venue_id: coming.slug} if coming else others
