"""What the clock changes on open pages comes also where something else changes in that same moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookings.desk.book import book_court
from bookings.live.subscriptions import PageSubscriptions
from bookings.models import Viewer
from bookings.rules import topics
from tests.live.open_pages.page import Page
from tests.live.open_pages.site import OpenPages, StepByStep, Theatre
from tests.world.clock import NOW, TODAY, at, minutes, set_clock
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import CLUB, COURT_1


@pytest.mark.parametrize("who", [BOB, SAM])
def test_a_change_in_a_new_minute_does_not_put_off_what_that_minute_changes(
    sqlite_template: Path, tmp_path: Path, who: Viewer
) -> None:
    theatre = Theatre.filled(sqlite_template, tmp_path)
    ringside = theatre.site.extensions["ringside"]
    set_clock(ringside.database, NOW)
    hub, dispatcher = OpenPages(), StepByStep(ringside.database, ringside.notifier)
    page = Page(theatre.site, who, f"/venues/{CLUB}/board?date={TODAY}")
    PageSubscriptions(dispatcher, hub, ringside.catch_up).join(hub.open(page), who, page.follows)  # type: ignore[arg-type]
    set_clock(ringside.database, NOW + minutes(1))
    ringside.desk.do(SAM, book_court, COURT_1, at("15:00", TODAY), at("16:00", TODAY), customer=named(ANN))
    with dispatcher.paused(topics.board(CLUB, TODAY)):
        pass  # the change is delivered before the clock is looked at
    for look in dispatcher.timers:
        while look():
            pass
    page.must_equal(page.load())
