"""A webhook of the club that calls a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bookings.administration.programs.webhooks import MadeWebhook, add_webhook
from bookings.desk import Desk
from bookings.desk.book import book_court
from tests.webhooks.receiver import Receiver, receiving
from tests.world.clock import at
from tests.world.people import ANN, MAX, SAM, named
from tests.world.places import CLUB, COURT_1


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hook(desk: Desk, receiver: Receiver) -> MadeWebhook:
    """Of the club, told of everything."""
    return desk.do(MAX, add_webhook, CLUB, {"url": receiver.url, "name": "Till"}, private=True)


@pytest.fixture
def book(desk: Desk) -> Callable[[int], str]:
    """An hour on Court 1, by the desk."""
    return lambda hour: desk.do(SAM, book_court, COURT_1, at(f"{hour:02}:00"), at(f"{hour + 1:02}:00"), customer=named(ANN))
