"""The program behind a real nginx with TLS, set up as docs/operators.md says."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browsers import Window, windows
from tests.external import free_port, nginx
from tests.server_process import Served, serving
from tests.world import present


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
    with windows(browser, served.url, ignore_https_errors=True) as opened:
        yield opened
