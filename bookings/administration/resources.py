"""Courts, coaches and providers: added, edited, split, retired and brought back by those who manage their venue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from bookings.administration.numbers import next_number, take_number
from bookings.administration.parts import make_part
from bookings.administration.prices import replace_rules
from bookings.administration.venues import managed_venue, record_setup
from bookings.database.base import new_id
from bookings.desk.claims.claim import lock_resources
from bookings.desk.log import Subject, Words, check_revision, logged, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Noun, Resource, Venue
from bookings.rules.setup.hours import WEEKDAYS, in_words
from bookings.rules.setup.resource import KINDS_OF_VENUE, MOST_RESOURCES, read_resource, why_not_split

_WORDS = {"court": "Court", "coach": "Coach", "provider": "Provider"}


def add_resource(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """A court (or, as `kind` says, a coach or a provider). Without a `number` it comes last. Returns its id. Raises Invalid."""
    venue = managed_venue(tx, venue_id)
    resource = _new(tx, venue, given)
    record_setup(tx, venue)
    return resource.id


def edit_resource(tx: Transaction, resource_id: str, given: Mapping[str, object], revision: int | None = None) -> str:
    """Change the name, number, sport, colour, or the court that it is `part_of`, as far as given. Returns its id.

    A number that another has is exchanged with it. Raises ChangedMeanwhile, Invalid.
    """
    resource, venue = managed_resource(tx, resource_id)
    check_revision(tx, subject_of_resource(resource), revision)
    values = read_resource(given)
    _check_name(tx, venue, resource.kind, values.get("name"), but=resource.id)
    if values.get("sport", resource.sport) != resource.sport and _has_parts(tx, resource):
        raise Invalid(refusal := f"{resource.name} has parts, which are played as it is.", fields={"sport": refusal})
    with logged(tx, subject_of_resource(resource), lambda: describe_resource(tx, resource)) as line:
        _write(tx, venue, resource, values)
    if line.entry is not None:
        record_setup(tx, venue)
    return resource.id


def split_resource(tx: Transaction, resource_id: str, names: Sequence[str], revision: int | None = None) -> list[str]:
    """Make parts of these names, which exclude the whole and not each other, with its sport and prices. Returns their ids.

    A price rule of the whole stands for each of them too, until somebody changes that.
    """
    whole, venue = managed_resource(tx, resource_id)
    check_revision(tx, subject_of_resource(whole), revision)
    refusal = why_not_split(
        whole.kind, is_part=whole.part_of is not None, has_parts=_has_parts(tx, whole), is_retired=whole.retired_at is not None
    )
    if refusal:
        raise Invalid(refusal, fields={"names": refusal})
    if not 1 <= len(names) <= 4:
        raise Invalid("A court is split into at most four parts.", fields={"names": "one to four"})
    made = []
    for name in names:
        part = _new(tx, venue, {"name": name, "kind": "court", "sport": whole.sport, "part_of": whole.id})
        made.append(part.id)
    rules = [
        {**rule, "resource": each} if rule.get("resource") == whole.id else rule
        for rule in venue.price_rules
        for each in ((whole.id, *made) if rule.get("resource") == whole.id else ("",))
    ]
    replace_rules(tx, venue, rules)
    record_setup(tx, venue)
    return made


def managed_resource(tx: Transaction, resource_id: str) -> tuple[Resource, Venue]:
    """The resource, its venue's row locked, when this viewer manages that; NotFound or NotAllowed otherwise."""
    resource = tx.session.get(Resource, resource_id)
    if resource is None:
        raise NotFound("There is no such court or person among those that you manage.")
    venue = managed_venue(tx, resource.venue_id)
    lock_resources(tx, {resource.id})
    resource = tx.session.get(Resource, resource_id, populate_existing=True)
    if resource is None:  # deleted meanwhile
        raise NotFound("There is no such court or person among those that you manage.")
    return resource, venue


def subject_of_resource(resource: Resource) -> Subject:
    return Subject(Noun.RESOURCE, resource.id, resource.name, resource.venue_id)


def describe_resource(tx: Transaction, resource: Resource) -> Words:
    """What it is in words, for the log."""
    whole = tx.session.get(Resource, resource.part_of) if resource.part_of else None
    own = resource.own_hours
    days = {} if own is None else {f"{day}s": in_words(pairs) for day, pairs in zip(WEEKDAYS, own.week, strict=True)}
    return {
        "Name": resource.name,
        "Kind": resource.kind,
        "Number": str(resource.number),
        "Sport": resource.sport or None,
        "Colour": resource.colour or None,
        "Part of": whole.name if whole else None,
        "Hours": "the venue’s" if own is None else "own",
        **days,
        "Retired": "yes" if resource.retired_at else None,
    }


def _new(tx: Transaction, venue: Venue, given: Mapping[str, object]) -> Resource:
    kinds = KINDS_OF_VENUE.get(venue.kind, ())
    kind = given.get("kind") or (kinds[0] if kinds else "")
    if kind not in kinds:
        raise Invalid(refusal := f"A {venue.kind} has none of these.", fields={"kind": refusal})
    values = read_resource(given)
    if "name" not in values:
        raise Invalid("Please fill in the name.", fields={"name": "Please fill in the name."})
    count = tx.session.scalar(select(func.count()).select_from(Resource).where(Resource.venue_id == venue.id)) or 0
    if count >= MOST_RESOURCES:
        raise Conflict(f"A venue has at most {MOST_RESOURCES} courts and people.", code="too_many")
    _check_name(tx, venue, str(kind), values["name"])
    resource = Resource(
        id=new_id(), venue_id=venue.id, kind=str(kind), name=values["name"], sport=values.get("sport", ""),
        number=next_number(tx, venue.id, str(kind)),
    )  # fmt: skip
    tx.session.add(resource)
    tx.session.flush()
    _write(tx, venue, resource, values)
    write_line(tx, subject_of_resource(resource), "made", {}, describe_resource(tx, resource))
    return resource


def _write(tx: Transaction, venue: Venue, resource: Resource, values: Mapping[str, Any]) -> None:
    for name in ("name", "sport", "colour"):
        if name in values:
            setattr(resource, name, values[name])
    if "number" in values:
        take_number(tx, resource, values["number"])
    if "part_of" in values and values["part_of"] != (resource.part_of or ""):
        whole = tx.session.get(Resource, values["part_of"]) if values["part_of"] else None
        if values["part_of"] and whole is None:
            raise Invalid("There is no such court.", fields={"part_of": "There is no such court."})
        make_part(tx, resource, whole, venue.zone)
    elif resource.part_of is not None:
        whole = tx.session.get_one(Resource, resource.part_of)
        if whole.sport != resource.sport:
            refusal = f"{resource.name} is a part of {whole.name}, and is played as that is."
            raise Invalid(refusal, fields={"sport": refusal})
    tx.session.flush()


def _check_name(tx: Transaction, venue: Venue, kind: str, name: str | None, *, but: str = "") -> None:
    same = select(Resource.name).where(
        Resource.venue_id == venue.id, Resource.kind == kind, Resource.id != but, Resource.retired_at.is_(None),
        func.lower(Resource.name) == (name or "").lower(),
    )  # fmt: skip
    if name and (known := tx.session.scalar(same.limit(1))) is not None:
        raise Invalid(refusal := f"There is a {known} already.", fields={"name": refusal})


def _has_parts(tx: Transaction, resource: Resource) -> bool:
    return tx.session.scalar(select(Resource.id).where(Resource.part_of == resource.id).limit(1)) is not None
