"""Venues and their terms by calls: what a page does, with the same answers."""

from __future__ import annotations

from base64 import b64encode

from flask import Flask

from tests.api.conftest import Program, token_of
from tests.world.people import ADA, MAX
from tests.world.places import CLUB

TERMS = f"/api/v1/venues/{CLUB}/terms"


def test_terms_are_read_changed_and_refused_when_somebody_was_faster(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    before = manager.get(TERMS).get_json()
    assert (before["bookableDays"], before["requestMinutes"]) == (28, None)
    changed = manager.patch(TERMS, {"bookableDays": 7, "requestMinutes": 30, "revision": before["revision"]})
    assert changed.status_code == 200
    assert (changed.get_json()["bookableDays"], changed.get_json()["requestMinutes"]) == (7, 30)
    late = manager.patch(TERMS, {"bookableDays": 9, "revision": before["revision"]})
    assert (late.status_code, late.get_json()["error"]["code"]) == (409, "changed_meanwhile")
    assert [(each["field"], each["after"]) for each in late.get_json()["error"]["edits"]][0] == ("Bookable ahead", "7 days")
    wrong = manager.patch(TERMS, {"timeZone": "Nowhere", "minMinutes": 25})
    assert (wrong.status_code, set(wrong.get_json()["error"]["fields"])) == (422, {"timeZone", "minMinutes"})


def test_an_admin_makes_a_venue(app: Flask) -> None:
    admin = Program(app.test_client(), token_of(app, ADA))
    made = admin.post("/api/v1/venues", {"name": "L", "kind": "club", "timeZone": "Europe/Zurich", "currency": "EUR"})
    assert made.status_code == 201
    assert admin.get(f"/api/v1/venues/{made.get_json()['id']}").status_code == 200
    assert admin.post("/api/v1/venues", {"name": "L"}).status_code == 422


def test_a_logo_as_large_as_it_may_be_is_read_and_a_larger_one_named(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    for size, answer in ((512, (422, {"image"})), (513, (422, {"image"})), (1_000, (413, set()))):
        sent = manager("PUT", f"/api/v1/venues/{CLUB}/logo", {"image": b64encode(b"x" * size * 1024).decode()})
        assert (sent.status_code, set(sent.get_json()["error"]["fields"])) == answer, size
