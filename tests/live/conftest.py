"""Browsers and a running server for the tests of this folder."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from bookings.models import Viewer
from tests.browsers import Window, chromium_running
from tests.open_house import email_of, furnish
from tests.served import Served, serving

Open = Callable[..., Window]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium_running() as running:
        yield running


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(furnish) as running:
        yield running


@pytest.fixture
def window(browser: Browser, served: Served) -> Iterator[Open]:
    """window(ANN) is Ann at a browser of her own, signed in. No window may have raised a script error in the end."""
    windows: list[Window] = []

    def opened(person: Viewer, **options: Any) -> Window:
        windows.append(Window(browser, served.url, **options).sign_in(email_of(person)))
        return windows[-1]

    yield opened
    faults = [fault for each in windows for fault in each.faults]
    for each in windows:
        each.close()
    assert faults == []
