"""What every fragment has to be: one root, one id, drawn without a request."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta

from bookings.live import filters
from bookings.live.render import TEMPLATES

FRAGMENTS = sorted((TEMPLATES / "fragments").glob("*.html"))
# What Flask puts into every template. A fragment that reads one of them would be drawn for whoever happened to ask.
REQUEST_GLOBALS = {
    "request",
    "session",
    "g",
    "current_user",
    "config",
    "url_for",
    "get_flashed_messages",
    "csrf_token",
    "csrf_field",
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Roots(HTMLParser):
    """The elements at the top of a fragment of markup, with their ids, and what is not closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.roots: list[tuple[str, str | None]] = []
        self.stray: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        self.unclosed = self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._open:
            self.roots.append((tag, dict(attrs).get("id")))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._open:
            self.roots.append((tag, dict(attrs).get("id")))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.stray.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._open and data.strip():
            self.stray.append(data.strip())


def faults_of(key: str, markup: str) -> list[str]:
    """What is wrong with a fragment: empty when it is one closed element with the id under which it is sent."""
    found = Roots(markup)
    faults = [f"stray {text!r}" for text in found.stray] + [f"unclosed <{tag}>" for tag in found.unclosed]
    if [name for _, name in found.roots] != [key]:
        faults.append(f"roots {found.roots} instead of one with id {key}")
    return faults


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_file_knows_no_request_and_nobody_who_is_signed_in(path: Path) -> None:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    filters.install(environment)
    source = path.read_text()
    undeclared = meta.find_undeclared_variables(environment.parse(source))
    assert not undeclared & REQUEST_GLOBALS
    assert "|safe" not in source.replace(" ", "")


def test_the_check_itself_finds_what_it_is_there_for() -> None:
    assert faults_of("a", '<p id="a">x<br>y</p>') == []
    assert faults_of("a", '<p id="a">x</p><p id="b">y</p>')
    assert faults_of("a", '<p id="b">x</p>')
    assert faults_of("a", 'words <p id="a">x</p>')
    assert faults_of("a", '<p id="a"><b>x</p>')
