"""What the declaration of a call has to say: nothing is public by forgetting."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.api.framework.calls import Call, declare
from bookings.models import Viewer
from tests.api.conftest import Program


def without_viewer() -> None: ...


def with_viewer(viewer: Viewer) -> None: ...


@pytest.mark.parametrize(("handler", "public"), [(without_viewer, False), (with_viewer, True)])
def test_a_call_takes_a_viewer_or_is_declared_public(handler: object, public: bool) -> None:
    calls: list[Call] = []
    with pytest.raises(TypeError, match="GET /api/new has to take a viewer, or be declared public"):
        declare(calls, "New")("GET", "/api/new", returns={200: None}, public=public)(handler)
    assert calls == []


def test_every_call_but_the_public_ones_wants_a_token(app: Flask, nobody: Program) -> None:
    document = nobody.get("/api/openapi.json").get_json()
    calls = {
        (method, path): operation["security"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if path.startswith("/api/")
    }
    public = {("post", "/api/v1/auth/login"), ("post", "/api/v1/auth/refresh"), ("get", "/api/socket")}
    assert {call for call, security in calls.items() if not security} == public
    for method, path in calls.keys() - public:
        address = path.replace("{eventId}", "1").replace("{", "").replace("}", "")
        assert nobody(method.upper(), address).status_code == 401, (method, path)
