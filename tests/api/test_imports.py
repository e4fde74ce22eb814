"""Tables over the API: tried, imported, and read as they can be imported again."""

from __future__ import annotations

from flask import Flask

from tests.api.conftest import Program, token_of
from tests.world.people import MAX
from tests.world.places import CLUB, THEATRE

IMPORT = f"/api/v1/venues/{CLUB}/import"


def test_a_table_is_tried_imported_and_read_again(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    body = {"csv": "name,colour\nCourt 1,#aabbcc\nCourt 9,\n"}
    tried = manager("POST", f"{IMPORT}/resources", {**body, "dryRun": True}).get_json()
    assert tried["lines"] == [
        {"line": 2, "name": "Court 1", "outcome": "changed", "detail": "colour from none to #aabbcc"},
        {"line": 3, "name": "Court 9", "outcome": "new", "detail": ""},
    ]
    done = manager("POST", f"{IMPORT}/resources", {**body, "seen": tried["fingerprint"]}).get_json()
    assert (tried["imported"], done["imported"]) == (False, True) and done["lines"] == tried["lines"]
    late = manager("POST", f"{IMPORT}/resources", {**body, "seen": tried["fingerprint"]})
    assert (late.status_code, late.get_json()["error"]["code"]) == (409, "changed_meanwhile")
    there = manager("GET", f"{IMPORT}/resources").get_json()
    assert "Court 9" in there["csv"] and there["columns"][0] == "name"
    again = manager("POST", f"{IMPORT}/resources", {"csv": there["csv"]}).get_json()
    assert {each["outcome"] for each in again["lines"]} == {"unchanged"}


def test_what_is_refused_is_named_by_its_line(app: Flask) -> None:
    manager = Program(app.test_client(), token_of(app, MAX))
    refused = manager("POST", f"{IMPORT}/prices", {"csv": "price,court\n-1,\n5,Court 77\n"})
    error = refused.get_json()["error"]
    assert (refused.status_code, error["code"]) == (422, "lines_refused")
    assert error["fields"] == {"line 2": "An amount of money cannot be below zero.", "line 3": "there is no court “Court 77”"}
    assert manager("POST", f"{IMPORT}/horses", {"csv": "a"}).status_code == 404
    assert manager("GET", f"/api/v1/venues/{THEATRE}/import/prices").status_code == 404
