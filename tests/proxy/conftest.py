"""The program behind a real nginx with TLS, set up as docs/operators.md says."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from bookings.models import Viewer
from tests.browsers import Window
from tests.external import free_port, nginx
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import email_of


@contextlib.contextmanager
def behind_nginx(**environment: str) -> Iterator[Served]:
    """A server whose `url` is the proxy's; the one that it listens at itself is http://127.0.0.1:{port}."""
    port = free_port()
    public = {"PUBLIC_URL": f"https://127.0.0.1:{port}", "PROXY_HOPS": "1"}
    with serving(present.fill, **public, **environment) as served, nginx.in_front_of(served.url, port) as url:
        served.url = url
        yield served


@pytest.fixture
def served() -> Iterator[Served]:
    with behind_nginx() as running:
        yield running


@pytest.fixture
def window(browser: Browser, served: Served) -> Iterator[Callable[..., Window]]:
    windows: list[Window] = []

    def opened(person: Viewer, **options: Any) -> Window:
        options.setdefault("ignore_https_errors", True)
        windows.append(Window(browser, served.url, **options).sign_in(email_of(person)))
        return windows[-1]

    yield opened
    faults = [fault for each in windows for fault in each.faults]
    for each in windows:
        each.close()
    assert faults == []
