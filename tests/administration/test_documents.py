"""A venue as a document: written and made again it is the same, and one with a mistake is not made at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from bookings.administration.documents import import_venue
from bookings.desk import Desk
from bookings.errors import Invalid, NotAllowed
from bookings.models import LogEntry, Resource, Venue
from bookings.reading.administration.documents import Document, read_document
from bookings.rules.setup.resource import usual_name
from bookings.rules.setup.templates import template_of
from bookings.rules.setup.venue import KINDS
from tests.world.people import ADA, MAX
from tests.world.places import CLINIC, CLUB

PLACE = {"name": "Seeblick", "kind": "club", "zone": "Europe/Zurich", "currency": "CHF"}


def document_of(desk: Desk, venue_id: str) -> Document:
    with desk.database.read() as session:
        document: Document = json.loads(json.dumps(read_document(session, venue_id, ADA)))
        return document


def counts(desk: Desk) -> tuple[int, ...]:
    with desk.database.read() as session:
        return tuple(session.scalar(select(func.count()).select_from(each)) or 0 for each in (Venue, Resource, LogEntry))


@pytest.mark.parametrize("venue_id", [CLUB, CLINIC], ids=["club", "clinic"])
def test_a_venue_is_made_again_from_its_document(desk: Desk, venue_id: str) -> None:
    document = document_of(desk, venue_id)
    assert len(document["resources"]) > 1 and document["hours"]
    made = desk.do(ADA, import_venue, document)
    assert made != venue_id and document_of(desk, made) == document


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_of_venue_begins_with_can_be_imported(desk: Desk, kind: str) -> None:
    template = dict(template_of(kind))
    made = desk.do(ADA, import_venue, {**template, "terms": {**template["terms"], **PLACE, "kind": kind}})
    document = document_of(desk, made)
    assert document["terms"].items() >= template["terms"].items()
    names = [each["name"] for each in document.get("resources", [])]
    assert names == [each["name"] for each in template.get("resources", [])]
    assert kind != "club" or names == [usual_name(number) for number in range(1, len(names) + 1)]


COURT = {"kind": "court", "name": "Court 1", "sport": "tennis"}
HALF = {"kind": "court", "name": "Half", "sport": "tennis", "part_of": "Court 1"}


def test_parts_and_prices_name_their_court_in_any_order(desk: Desk) -> None:
    prices = [{"price": "20.00"}, {"resource": "court 1", "price": "31.00"}, {"group": "Juniors", "price": "9.00"}]
    sent = {"terms": PLACE, "resources": [HALF, COURT], "prices": prices, "groups": [{"name": "Members"}, {"name": "Juniors"}]}
    made = desk.do(ADA, import_venue, sent)
    document = document_of(desk, made)
    assert {each["name"]: each.get("part_of") for each in document["resources"]} == {"Court 1": None, "Half": "Court 1"}
    assert [rule.get("resource", rule.get("group")) for rule in document["prices"]] == [None, "Court 1", "Juniors"]
    assert document["groups"] == [{"name": "Members"}, {"name": "Juniors"}]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"terms": {**PLACE, "zone": "Mars/Base"}}, "terms.zone", "no such time zone"),
        ({"terms": {**PLACE, "nmae": "x"}}, "terms.nmae", "no field “nmae”"),
        ({"terms": []}, "terms", "an object with “terms”"),
        ({"halls": []}, "halls", "no part “halls”"),
        ({"hours": {"0": [["22:00", "07:00"]]}}, "hours-0", "ends before it begins"),
        ({"hours": ["07:00"]}, "hours", "by weekday"),
        ({"resources": [COURT, COURT]}, "resources.2.name", "a Court 1 already"),
        ({"resources": [HALF]}, "resources.1.part_of", "no court “Court 1”"),
        ({"resources": [{**COURT, "name": ["x"]}]}, "resources.1.name", "resources.1"),
        ({"resources": {"1": COURT}}, "resources", "a list of objects"),
        ({"services": [{"name": "Massage", "minutes": 30, "price": "1"}]}, "services.1.name", "at a clinic"),
        ({"prices": [{"price": "-1"}]}, "prices.price-1", "prices"),
        ({"prices": [{"price": float("nan")}]}, "prices.price-1", "prices"),
        ({"prices": [{"price": "9", "resource": "Court 9"}]}, "prices.resource", "no court “Court 9”"),
        ({"seat_plans": [{"name": "Hall", "plan": "Stalls, price A 9\nA 1-3\nA 3"}]}, "seat_plans.1.plan", "lines to mend"),
        ({"special_days": [{"date": "2026-02-30", "hours": []}]}, "special_days-0", "2026"),
    ],
)
def test_a_document_with_a_mistake_makes_nothing(desk: Desk, wrong: dict[str, Any], field: str, sentence: str) -> None:
    before = counts(desk)
    with pytest.raises(Invalid) as refused:
        desk.do(ADA, import_venue, {"terms": PLACE, "resources": [COURT], **wrong})
    assert field in refused.value.fields
    assert sentence in " ".join([refused.value.message, *refused.value.fields.values()])
    assert counts(desk) == before


def test_only_an_admin_imports(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.do(MAX, import_venue, {"terms": PLACE})
