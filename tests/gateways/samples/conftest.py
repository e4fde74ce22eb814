"""A server that lets the documents' site in, that site, and how their samples are run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsers import Window
from tests.gateways.samples.running import Program, web_server
from tests.server_process import Served, serving
from tests.world import present

Run = Callable[..., Program]
Open = Callable[[], Window]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The origin and the folder of the site that the documents' pages come from."""
    folder = tmp_path_factory.mktemp("site")
    with web_server(folder) as origin:
        yield origin, folder


@pytest.fixture(scope="package")
def served(site: tuple[str, Path]) -> Iterator[Served]:
    with serving(present.fill, WEBSOCKET_CORS_ORIGIN=site[0]) as running:
        yield running
        assert "Traceback" not in running.log, running.log


@pytest.fixture
def run() -> Iterator[Run]:
    with ExitStack() as running:

        def started(script: Path, *words: str) -> Program:
            program = Program(script, *words)
            running.callback(program.kill)
            return program

        yield started


@pytest.fixture
def window(browser: Browser, site: tuple[str, Path]) -> Iterator[Open]:
    """A window at the documents' site. No script there may have failed in the end."""
    every: list[Window] = []

    def opened() -> Window:
        every.append(Window(browser, site[0]))
        return every[-1]

    yield opened
    faults = [fault for each in every for fault in each.faults]
    for each in every:
        each.close()
    assert faults == []
