"""A venue as one document: its terms, hours, courts or providers, services, member groups, prices and seat plans, made all or not at all.

The document is what JSON reads: names of fields are those of the verbs, times and amounts are text. What belongs to something
else of the document names it: a service its providers, a part of a court its whole, a price its court and its group.
`reading.administration.documents` writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bookings.administration.events.plans import make_plan
from bookings.administration.groups import make_group
from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.logos import decode_written_logo, set_logo
from bookings.administration.prices import set_prices
from bookings.administration.resources import add_resource
from bookings.administration.services import add_service
from bookings.administration.venues import make_venue
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.reading.administration.venues import TERMS
from bookings.rules.violation import RuleViolation

FIELDS = {
    "terms": {*TERMS},
    "special_days": {"date", "yearly", "name", "hours"},
    "resources": {"kind", "name", "number", "sport", "colour", "part_of", "hours"},
    "services": {"name", "minutes", "buffer_before", "buffer_after", "price", "places", "providers"},
    "groups": {"name"},
    "prices": {
        "price", "resource", "sport", "days", "from", "to", "group", "min_minutes", "max_minutes", "per", "extra",
    },
    "seat_plans": {"name", "plan"},
}  # fmt: skip
LISTS = tuple(FIELDS)[1:]
PARTS = ("terms", "logo", "hours", *LISTS)

Entry = Mapping[str, Any]


def import_venue(tx: Transaction, document: object) -> str:
    """Make the venue of this document. Returns its id.

    Raises NotAllowed, and Invalid with a sentence for each field, which is named like "services.2.price", counted from 1.
    """
    parts = _parts(document)
    with _at("terms"):
        venue_id = make_venue(tx, parts["terms"])
    if parts["logo"]:
        with _at(""):
            set_logo(tx, venue_id, decode_written_logo(parts["logo"]))
    hours = {name: parts[name] for name in ("hours", "special_days") if parts[name]}
    if hours:
        with _at(""):
            set_hours(tx, venue_id, hours)
    names = _Names()
    _each(parts["resources"], "resources", lambda entry: _add_resource(tx, venue_id, entry, names), whole_first=True)
    _each(parts["services"], "services", lambda entry: _add_service(tx, venue_id, entry, names))
    _each(parts["groups"], "groups", lambda entry: names.add("group", entry.get("name"), make_group(tx, venue_id, entry)))
    if parts["prices"]:
        with _at("prices"):
            set_prices(tx, venue_id, [_priced(rule, names) for rule in parts["prices"]])
    _each(parts["seat_plans"], "seat_plans", lambda entry: make_plan(tx, venue_id, entry))
    return venue_id


class _Names:
    """The ids of what was made, by kind and name."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}

    def add(self, kind: str, name: object, made: str) -> None:
        self._ids[kind, str(name).strip().lower()] = made

    def find(self, kind: str, name: object, field: str) -> str:
        found = self._ids.get((kind, str(name).strip().lower()))
        if found is None:
            sentence = f"There is no {kind} “{str(name)[:60]}” in this document."
            raise Invalid(sentence, fields={field: sentence})
        return found


def _parts(document: object) -> dict[str, Any]:
    if not isinstance(document, Mapping) or not isinstance(document.get("terms"), Mapping):
        raise Invalid("A venue's document is an object with “terms”, and what else the venue has.", fields={"terms": "needed"})
    if unknown := sorted(set(document) - set(PARTS)):
        raise Invalid(f"There is no part “{unknown[0][:60]}”. There are {', '.join(PARTS)}.", fields={unknown[0][:60]: "unknown"})
    for name in LISTS:
        if not isinstance(document.get(name, []), list) or not all(isinstance(each, Mapping) for each in document.get(name, [])):
            raise Invalid(f"“{name}” has to be a list of objects.", fields={name: "a list of objects"})
    for name, fields in FIELDS.items():
        for number, each in enumerate(document.get(name, []) if name in LISTS else [document["terms"]], 1):
            if unknown := sorted(map(str, set(each) - fields)):
                place = f"{name}.{number}" if name in LISTS else name
                sentence = f"{place}: There is no field “{unknown[0][:60]}”. There are {', '.join(sorted(fields))}."
                raise Invalid(sentence, fields={f"{place}.{unknown[0][:60]}": "unknown"})
    return {name: document.get(name) or ([] if name in LISTS else {}) for name in PARTS}


def _add_resource(tx: Transaction, venue_id: str, entry: Entry, names: _Names) -> None:
    given = {name: value for name, value in entry.items() if name != "hours"}
    kind = str(given.get("kind", ""))
    if given.get("part_of"):
        given["part_of"] = names.find("court", given["part_of"], "part_of")
    made = add_resource(tx, venue_id, given)
    names.add(kind, given.get("name"), made)
    if entry.get("hours") is not None:
        set_own_hours(tx, made, {"hours": entry["hours"]})


def _add_service(tx: Transaction, venue_id: str, entry: Entry, names: _Names) -> None:
    offered = entry.get("providers", [])
    if not isinstance(offered, list):
        raise Invalid("Name the providers in a list.", fields={"providers": "a list of names"})
    add_service(tx, venue_id, {**entry, "providers": [names.find("provider", each, "providers") for each in offered]})


def _priced(rule: Entry, names: _Names) -> Entry:
    named = {"resource": "court", "group": "group"}
    return {**rule, **{field: names.find(kind, rule[field], field) for field, kind in named.items() if rule.get(field)}}


def _each(entries: list[Entry], part: str, make: Callable[[Entry], object], *, whole_first: bool = False) -> None:
    """Make each of them. With `whole_first` what is a part of another comes after all others."""
    numbered = list(enumerate(entries, 1))
    if whole_first:
        numbered.sort(key=lambda each: bool(each[1].get("part_of")))
    for number, entry in numbered:
        with _at(f"{part}.{number}"):
            make(entry)


@contextmanager
def _at(place: str) -> Iterator[None]:
    """What is wrong is said with where it stands."""
    try:
        yield
    except (Invalid, Conflict) as refusal:
        fields = refusal.fields or {"": refusal.message}
        named = {".".join(filter(None, (place, field))): sentence for field, sentence in fields.items()}
        raise Invalid(f"{place}: {refusal.message}" if place else refusal.message, fields=named) from refusal
    except RuleViolation as violation:
        named = {".".join(filter(None, (place, violation.field))): violation.message}
        raise Invalid(f"{place}: {violation.message}" if place else violation.message, fields=named) from violation
