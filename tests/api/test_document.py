"""The OpenAPI document and the page made of it: complete, true, and loading nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from bookings.accounts import accounts
from bookings.accounts.tokens import Tokens
from bookings.desk import Desk
from bookings.models import Viewer
from tests.api.conftest import Program
from tests.server_process import SECRET, serving
from tests.world import present
from tests.world.people import ADA, ANN, SAM

CONFIG = Path(__file__).with_name("schemathesis.toml")
LEFT_OUT = "^/api/v1/(auth/logout|account/(email|password|delete)|payments/webhook)$"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
CALL = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`?\s]*)")


def as_written(rule: str) -> str:
    """A rule of Flask as the document writes it."""
    named = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule)
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), named)


def test_every_address_of_the_interface_stands_in_the_document(app: Flask, nobody: Program) -> None:
    document = nobody.get("/api/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    served = {
        (method.lower(), as_written(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule in ("/healthz", "/readyz", "/metrics")
    }
    described = {(method, path) for path, operations in document["paths"].items() for method in operations}
    assert served - described == {("get", "/api/docs"), ("get", "/api/openapi.json")}
    assert described <= served


def test_every_reference_in_the_document_leads_somewhere(nobody: Program) -> None:
    text = nobody.get("/api/openapi.json").text
    document = nobody.get("/api/openapi.json").get_json()
    names = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert names and names <= set(document["components"]["schemas"])
    ids = [operation["operationId"] for operations in document["paths"].values() for operation in operations.values()]
    assert len(ids) == len(set(ids))


def test_the_flat_booking_has_its_seventeen_fields(nobody: Program) -> None:
    shapes = nobody.get("/api/openapi.json").get_json()["components"]["schemas"]
    assert len(shapes["OperationsBooking"]["properties"]) == len(shapes["OperationsBooking"]["required"]) == 17


def test_the_page_shows_every_call_and_loads_nothing_from_elsewhere(nobody: Program) -> None:
    answer, document = nobody.get("/api/docs"), nobody.get("/api/openapi.json").get_json()
    assert answer.status_code == 200
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"<b>{method.upper()}</b> {path}<" in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    page = Page()
    page.feed(answer.text)
    assert page.loads and not page.scripts and not page.styled
    assert all(not urlsplit(address).netloc for address in page.loads + page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids


def test_the_page_is_the_same_for_everybody(app: Flask, nobody: Program) -> None:
    assert "Sign out" not in nobody.get("/api/docs").text


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.scripts = self.styled = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.scripts += tag == "script"
        self.styled += "style" in found or tag == "style"
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "link":
            self.loads.append(found["href"])
        elif "href" in found:
            self.links.append(found["href"])
        if "src" in found:
            self.loads.append(found["src"])


def test_the_manual_names_every_call_and_no_other(nobody: Program) -> None:
    document = nobody.get("/api/openapi.json").get_json()
    described = {f"{method.upper()} {path}" for path, operations in document["paths"].items() for method in operations}
    named = {" ".join(found) for found in CALL.findall(DOCS.read_text())}
    assert described == named - {"GET /api/docs", "GET /api/openapi.json"}


@pytest.mark.parametrize(
    "role", ["admin", pytest.param("customer", marks=pytest.mark.long), pytest.param("staff", marks=pytest.mark.long)]
)
def test_schemathesis_finds_nothing(role: str, tmp_path: Path) -> None:
    """Against the program as it is started. Left out is what would end the token of all that follows, or
    try passwords until no more are taken, and what Stripe alone can sign."""
    person = {"admin": ADA, "customer": ANN, "staff": SAM}[role]
    with serving(present.fill) as served:
        token = token_of(served.desk, person)
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", f"{served.url}/api/openapi.json",
            "--header", f"Authorization: Bearer {token}", "--exclude-path-regex", LEFT_OUT, "--max-examples", "4",
            "--seed", "1", "--no-shrink", "--continue-on-failure", "--request-timeout", "60",
        ]  # fmt: skip
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=280)
        assert run.returncode == 0, run.stdout[-6000:] + run.stderr
        assert "Traceback" not in served.log
        assert token not in served.log


def token_of(desk: Desk, person: Viewer) -> str:
    return Tokens(desk, SECRET).begin(desk.do(person, accounts.begin_login, person.id)).access
