"""Requests that cannot be carried out: broken or ambiguous JSON, wrong addresses and methods, and faults of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookings.database import Database
from tests.api.conftest import Program, refused
from tests.records import bookings
from tests.world.people import ADA, ANN

As = Callable[..., Program]

NESTED = b"[" * 10_000 + b"]" * 10_000
BROKEN: dict[str, bytes] = {
    "no JSON": b"courtId=1",
    "half of it": b'{"courtId": ',
    "NaN": b'{"eventId": NaN, "quantity": 1}',
    "Infinity": b'{"eventId": -Infinity}',
    "a field twice": b'{"eventId": 1, "eventId": 2, "quantity": 1}',
    "a field twice inside": b'{"eventId": 1, "quantity": 1, "x": [{"a": 1, "a": 1}]}',
    "nested": NESTED,
    "nested in a field that nobody asked for": b'{"eventId": 1, "quantity": 1, "x": ' + b"[" * 40 + b"]" * 40 + b"}",
    "another encoding": '{"eventId": 1, "note": "é"}'.encode("latin-1"),
    "UTF-16": '{"eventId": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "zeros": b"\0" * 100,
    "a trailing comma": b'{"eventId": 1,}',
    "a comment": b'{"eventId": 1 /* one */}',
}


def test_json_that_is_broken_or_ambiguous_is_refused(as_: As, served_database: Database) -> None:
    for name, data in BROKEN.items():
        answer = as_(ANN).post("/api/v1/bookings", data=data, content_type="application/json")
        assert refused(answer) == (400, "bad_json"), name
    assert bookings(served_database) == []


ODD: dict[str, bytes] = {
    "a number of 400 digits": b'{"eventId": ' + b"1" * 400 + b', "quantity": 1}',
    "a number of 100,000 digits": b'{"eventId": ' + b"1" * 100_000 + b', "quantity": 1}',
    "a huge exponent": b'{"eventId": 1e999999, "quantity": 1}',
    "a small exponent": b'{"eventId": 1, "quantity": 1e-999999}',
    "half a character": rb'{"eventId": 1, "quantity": 1, "note": "\ud800"}',
    "a NUL": rb'{"eventId": 1, "quantity": 1, "note": "a\u0000b"}',
    "a NUL in an id": rb'{"courtId": "a\u0000b", "start": "2026-03-03T09:00:00Z", "end": "2026-03-03T10:00:00Z"}',
    "half a character in a time": rb'{"courtId": "a", "start": "\udfff", "end": "\ud800"}',
    "a time of 100,000 digits": b'{"courtId": "a", "start": "' + b"2" * 100_000 + b'", "end": "x"}',
    "a list for a text": b'{"eventId": 1, "quantity": 1, "note": ["x"]}',
    "an object for a number": b'{"eventId": {"a": 1}, "quantity": 1}',
    "a list of nulls": b'{"eventId": 1, "seats": [null]}',
    "markup for a seat": b'{"eventId": 1, "seats": ["<img src=x>"]}',
    "ten thousand seats": b'{"eventId": 1, "seats": [' + b",".join([b'"A1"'] * 10_000) + b"]}",
}


def test_json_of_which_nothing_can_be_made_is_refused_by_field(as_: As, served_database: Database) -> None:
    for name, data in ODD.items():
        answer = as_(ANN).post("/api/v1/bookings", data=data, content_type="application/json")
        assert answer.status_code == 422 and answer.get_json()["error"]["fields"], name
    assert bookings(served_database) == []


def test_a_body_that_is_not_declared_as_json_is_refused(as_: As) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""):
        answer = as_(ANN).post("/api/v1/bookings", data=b'{"eventId": 1, "quantity": 1}', content_type=kind)
        assert refused(answer) == (415, "not_json"), kind


def test_a_body_that_is_too_large_is_refused(as_: As) -> None:
    answer = as_(ANN).post("/api/v1/bookings", data=b" " * 300_000, content_type="application/json")
    assert refused(answer) == (413, "too_large")


def test_an_address_that_leads_nowhere_is_answered_in_the_same_shape(as_: As) -> None:
    for path in (
        "/api/nowhere", "/api/v1/bookings/", "/api/v2/bookings", "/api/v1/events/x", "/api/v1/events/-1",
        "/api/v1/events/99999999999999999999", "/api/v1/bookings/%00", "/api/v1/bookings/a%20b",
        "/api/v1/bookings/" + "x" * 65, "/api/v1/venues/%F0%9F%8E%BE",
    ):  # fmt: skip
        assert refused(as_(ADA).get(path)) == (404, "not_found"), path


def test_another_method_is_answered_with_which_ones_there_are(as_: As) -> None:
    answer = as_(ADA).delete("/api/v1/bookings")
    assert refused(answer) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_a_fault_of_ours_says_nothing_about_us(as_: As, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    from bookings.api import venues

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret is in the cellar")

    monkeypatch.setattr(venues, "read_venues", broken)
    answer = as_(ANN).get("/api/v1/venues")
    assert refused(answer) == (500, "fault") and "cellar" not in answer.text
    assert "cellar" in caplog.text


def test_every_answer_carries_the_headers_that_browsers_obey(as_: As) -> None:
    for answer in (as_(ANN).get("/api/v1/venues"), as_(ANN).get("/api/nowhere")):
        assert {"X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy"} <= {*answer.headers.keys()}
        assert answer.headers["Cache-Control"] == "no-store"
