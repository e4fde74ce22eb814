"""Opening hours: of a venue by weekday and on special days, and of a provider or coach by weekday."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookings.administration.resources import describe_resource, managed_resource, subject_of_resource
from bookings.administration.venues import managed_venue, record_setup, subject_of
from bookings.desk.appointments.absences import absences_recorded
from bookings.desk.log import Words, check_revision, logged
from bookings.desk.transaction import Transaction
from bookings.errors import BookingsAffected, Invalid
from bookings.models import Noun, Venue
from bookings.reading.administration.ahead import Ahead, outside, outside_own
from bookings.rules.setup.fields import Fields
from bookings.rules.setup.hours import WEEKDAYS, Spans, in_words, read_special_days, read_week
from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.zones import local_day


def set_hours(
    tx: Transaction, venue_id: str, given: Mapping[str, object], revision: int | None = None, *, go_on: bool = False
) -> str:
    """Set what is given of `hours` (by weekday) and `special_days`. Returns the venue's id.

    Raises Invalid, ChangedMeanwhile; BookingsAffected when bookings ahead would lie outside, unless one is to `go_on`: they
    keep their place.
    """
    venue = managed_venue(tx, venue_id)
    subject = subject_of(venue, Noun.HOURS)
    check_revision(tx, subject, revision)
    before = venue.opening_hours
    hours, special_days = read_hours(given, venue, tx)
    after = OpeningHours.of(hours, special_days)
    if not go_on:
        refuse_affected(outside(tx.session, venue.id, venue.zone, before, after, tx.now), "would lie outside the new hours")
    with logged(tx, subject, lambda: describe_hours(venue.opening_hours)) as line, absences_recorded(tx, venue):
        venue.hours, venue.special_days = hours, special_days
    if line.entry is not None:
        record_setup(tx, venue)
    return venue.id


def set_own_hours(
    tx: Transaction, resource_id: str, given: Mapping[str, object], revision: int | None = None, *, go_on: bool = False
) -> str:
    """Set a provider's or a coach's own `hours` by weekday, within the venue's; None: whenever the venue is open.

    Returns the resource's id. Raises as `set_hours`.
    """
    resource, venue = managed_resource(tx, resource_id)
    if resource.kind == "court":
        raise Invalid("A court is open when its venue is.", fields={"hours": "not of a court"})
    check_revision(tx, subject_of_resource(resource), revision)
    hours = None
    if given.get("hours") is not None:
        fields = Fields(given)
        hours = read_week(fields)
        fields.check()
    after = None if hours is None else OpeningHours.of(hours)
    if not go_on:
        affected = outside_own(tx.session, resource.id, venue.zone, resource.own_hours, after, tx.now)
        refuse_affected(affected, f"would lie outside the hours of {resource.name}")
    with logged(tx, subject_of_resource(resource), lambda: describe_resource(tx, resource)) as line, absences_recorded(tx, venue):
        resource.hours = hours
    if line.entry is not None:
        record_setup(tx, venue)
    return resource.id


def read_hours(given: Mapping[str, object], venue: Venue, tx: Transaction) -> tuple[dict[str, Spans], list[dict[str, Any]]]:
    """(hours, special days), as they are kept; what is not given stays. Raises Invalid."""
    fields = Fields(given)
    hours = read_week(fields) if fields.has("hours") else dict(venue.hours)
    today = local_day(tx.now, venue.zone)
    special = read_special_days(fields, today) if fields.has("special_days") else list(venue.special_days)
    fields.check()
    return hours, special


def refuse_affected(
    ahead: Ahead, what: str, then: str = "Nothing was saved yet: go on and they keep their place, or move them first."
) -> None:
    """Raises BookingsAffected when there are any. `what` ends a sentence about them, `then` says what can be done."""
    if ahead.count:
        bookings = "1 booking" if ahead.count == 1 else f"{ahead.count} bookings"
        raise BookingsAffected(f"{bookings} {what}. {then}", ahead.count, ahead.first)


def describe_hours(hours: OpeningHours) -> Words:
    """Each weekday, and each day that differs, in words."""
    words: dict[str, str | None] = {
        name: in_words(pairs) for name, pairs in zip(WEEKDAYS, hours.week, strict=True)
    }
    for special in hours.special:
        day = f"{special.day.day} {special.day:%B}"
        key = f"{day}, every year" if special.yearly else f"{day} {special.day.year}"
        words[key] = ": ".join(part for part in (special.name, in_words(special.pairs)) if part)
    return words
