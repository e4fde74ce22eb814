"""Drawing fragments of pages outside of any request: the only writer of out-of-band markup.

Templates are macros with explicit arguments, run in an environment of their own. It knows no request, no session and no
signed-in person, so one person's buttons cannot be drawn into what everybody gets.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bookings.live import element_ids, filters
from bookings.rules.times.zones import to_local
from bookings.rules.topics import Topic

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"

Fragments = dict[str, str]

# How a fragment enters the page. The same macro draws all of them; a page's own first drawing passes nothing.
CHANGED = Markup(' hx-swap-oob="true" data-changed')
QUIET = Markup(' hx-swap-oob="true"')
MORPH = Markup(' hx-swap-oob="outerMorph"')


def _go_on() -> None:
    """Nobody waits for the one who draws."""


@cache
def _environment(templates: Path) -> Environment:
    """One for all renderers of a process, so that a template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters.install(environment)
    return environment


class Renderer:
    """Calls a macro by file and name: `draw("board.html", "cell", cell, swap=CHANGED)`."""

    def __init__(self, templates: Path = TEMPLATES) -> None:
        self._environment = _environment(templates)
        self._modules: dict[str, Any] = {}
        self.between: Callable[[], None] = _go_on
        """Called before each fragment: where a loop serves requests too, it lets them go first."""

    def load(self) -> None:
        """Compile every file now, before anybody waits for it."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith("fragments/")):
            self._module(name.removeprefix("fragments/"))

    def draw(self, file: str, macro: str, /, *args: Any, **kwargs: Any) -> str:
        """The markup of one fragment."""
        self.between()
        return str(getattr(self._module(file), macro)(*args, **kwargs)).strip()

    def _module(self, file: str) -> Any:
        module = self._modules.get(file)
        if module is None:
            module = self._modules[file] = self._environment.get_template(f"fragments/{file}").module
        return module


def version_value(topic: Topic, view: str, version: int) -> str:
    """What a page sends to continue from where it is: "{topic}|{view}@{version}"."""
    return f"{topic}|{view}@{version}"


def version_element(topic: Topic, view: str, version: int) -> str:
    """The element that carries it, replaced by every frame; base.html draws the first."""
    value = escape(version_value(topic, view, version))
    return f'<data class="version" id="{element_ids.version(topic, view)}" value="{value}" hidden{QUIET}></data>'


def as_of(now: datetime, zone: str) -> str:
    """The time in the badge, which doubles as the heartbeat: parts/live.html draws the same element."""
    local = to_local(now, zone).strftime("%H:%M:%S")
    return f'<time id="as-of" datetime="{now.astimezone(UTC).isoformat(timespec="seconds")}"{QUIET}>{local}</time>'
