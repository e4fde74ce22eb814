"""Who may set up what by calls: customers, staff elsewhere and the desk of the venue nothing, its managers and admins all of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bookings.database import Database
from tests.api.conftest import Program, ringside_of, serve, token_of
from tests.api.rights.managers import MATRIX, ROLES


@pytest.fixture(scope="module")
def one_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    path = tmp_path_factory.mktemp("managers") / "ringside.db"
    shutil.copy(sqlite_template, path)
    app = serve(Database(f"sqlite:///{path}"), rate_limits="off")
    yield app
    ringside_of(app).database.close()


@pytest.mark.parametrize("call", MATRIX)
def test_every_role_at_every_call(one_app: Flask, call: str) -> None:
    method, path, body, expected = MATRIX[call]
    found = [
        Program(one_app.test_client(), token_of(one_app, person))(method, path, body).status_code
        for person in ROLES.values()
    ]
    assert dict(zip(ROLES, found, strict=True)) == dict(zip(ROLES, expected, strict=True))


def test_every_call_of_the_administration_is_in_the_table(one_app: Flask) -> None:
    document = one_app.test_client().get("/api/openapi.json").get_json()
    calls = {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if operation["tags"] == ["Administration"]
    }
    assert calls == {name.split(",")[0] for name in MATRIX}
