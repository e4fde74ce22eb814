"""Venues from and to files: the whole of it or nothing, and what cannot be read is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from bookings.models import Venue
from tests.commands.conftest import Flasks
from tests.world.places import CLUB

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "docs/examples/club.json"


def venues(program: Flask) -> int:
    with program.extensions["ringside"].database.read() as session:
        return session.scalar(select(func.count()).select_from(Venue)) or 0


def test_a_venue_goes_to_a_file_and_comes_back(flask: Flasks, program: Flask, tmp_path: Path) -> None:
    file, before = tmp_path / "club.json", venues(program)
    flask("venue", "export", CLUB, "--output", str(file))
    document = json.loads(file.read_text("utf-8"))
    tried = flask("venue", "import", str(file), "--dry-run").output
    assert document["terms"]["name"] in tried and "Nothing was changed." in tried
    assert venues(program) == before
    made = flask("venue", "import", str(file)).output.splitlines()[-1]
    assert venues(program) == before + 1
    assert json.loads(flask("venue", "export", made).output) == document


def test_the_example_of_the_manual_is_a_venue(flask: Flasks) -> None:
    made = flask("venue", "import", str(EXAMPLE)).output.splitlines()[-1]
    exported = json.loads(flask("venue", "export", made).output)
    for part, written in json.loads(EXAMPLE.read_text("utf-8")).items():
        assert len(exported[part]) >= len(written), part


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"name,kind\nSeeblick,club\n", "is not JSON"),
        (b"[1, 2]", "is not a venue"),
        ('{"terms": {"name": "Zürich"}}'.encode("latin-1"), "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b" " * 5_000_000, "larger than 4 MB"),
        (b'{"terms": {"name": "X", "kind": "club", "zone": "Nowhere", "currency": "CHF"}}', "terms.zone"),
    ],
    ids=["CSV", "a list", "Latin-1", "nested", "large", "a zone"],
)
def test_a_file_that_cannot_be_used_makes_nothing(
    flask: Flasks, program: Flask, tmp_path: Path, written: bytes, sentence: str
) -> None:
    file, before = tmp_path / "venue.json", venues(program)
    file.write_bytes(written)
    output = flask("venue", "import", str(file), ends=1).output
    assert sentence in output and "Traceback" not in output and venues(program) == before


def test_an_id_that_is_none_is_answered_with_those_that_are(flask: Flasks) -> None:
    assert CLUB in flask("venue", "export", "club", ends=1).output


def test_a_table_is_tried_imported_and_exported(flask: Flasks, program: Flask, tmp_path: Path) -> None:
    file = tmp_path / "courts.csv"
    file.write_text("name;colour\nCourt 1;#aabbcc\nCourt 9;\n", "utf-8")
    tried = flask("venue", "import-csv", CLUB, "resources", str(file), "--dry-run").output
    assert "line 2: Court 1: changes colour from none to #aabbcc" in tried and "Nothing was changed." in tried
    assert "Court 9" not in flask("venue", "export-csv", CLUB, "resources").output
    assert "Imported: 1 new, 1 changed." in flask("venue", "import-csv", CLUB, "resources", str(file)).output
    exported = flask("venue", "export-csv", CLUB, "resources").output
    assert "Court 9" in exported
    assert "unchanged" in flask("venue", "import-csv", CLUB, "resources", "-", typed=exported).output
    refused = flask("venue", "import-csv", CLUB, "resources", "-", typed="name,colour\nCourt 1,pink\n", ends=1).output
    assert "line 2: Court 1: refused: Choose a colour" in refused and "Nothing was imported" in refused
    file.write_bytes("name\nZürich\n".encode("latin-1"))
    assert "is not UTF-8" in flask("venue", "import-csv", CLUB, "resources", str(file), ends=1).output
    assert "no such venue" in flask("venue", "import-csv", "none", "resources", "-", typed="name\nX\n", ends=1).output
