"""After each verb of a state machine, every open page equals a fresh one of the same address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from bookings.desk.book import book_court, book_seats
from bookings.desk.holds import expire_holds
from bookings.desk.requests import end_requests
from bookings.errors import Refusal
from bookings.live.subscriptions import PageSubscriptions
from bookings.live.views.venues.venue import VenueView
from bookings.models import Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.violation import RuleViolation
from tests.desk.verbs import Verbs
from tests.live.document import Document
from tests.live.open_pages.page import PAGES, Page
from tests.live.open_pages.site import OpenPages, StepByStep, Theatre
from tests.world.clock import NOW, TODAY, at, minutes, set_clock
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, SAM
from tests.world.places import COURT_1, FLIGHT

NOT_BY_THE_CLOCK = "/admin/bookings"  # of these lists only the day is followed by the clock


class PagesEqualFreshOnes(Verbs):
    theatre: Theatre
    refused: Refusal | RuleViolation | None = None

    def __init__(self) -> None:
        super().__init__()
        self.theatre.put_back()
        ringside = self.theatre.site.extensions["ringside"]
        self.database, self.desk, self.now, self.steps = ringside.database, ringside.desk, NOW, 0
        self.set_clock()
        booking = self.desk.do(ANN, book_court, COURT_1, at("10:30", TODAY), at("11:30", TODAY))
        self.hub = OpenPages()
        ringside.catch_up.views["venue"] = VenueView(ringside.renderer, pause=timedelta(0))  # or figures would wait for the clock
        self.dispatcher = StepByStep(self.database, ringside.notifier)
        self.sockets = PageSubscriptions(self.dispatcher, self.hub, ringside.catch_up)  # type: ignore[arg-type]
        flown = self.desk.do(ANN, book_seats, FLIGHT, ["2C"], passengers=[ANN_FLIES], contact=ANNS_CONTACT)
        own = (f"/bookings/{booking}", f"/bookings/{flown}", f"/bookings/{flown}/seats")
        paths = (*PAGES, *((who, path) for who in (ANN, SAM) for path in own), (ANN, f"/bookings/{booking}/shares"))
        self.pages = [Page(self.theatre.site, who, path) for who, path in paths]
        for page in self.pages:
            self.connect(page)

    def do(self, who: Viewer, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.now += timedelta(seconds=1)
        self.set_clock()
        away = self.some_pages()  # these come back after the verb, half of them by a fresh load
        for page in away:
            if page.connection:
                self.hub.close(page.connection)
        self.refused = None
        try:
            self.desk.do(who, verb, *args, **kwargs)
        except (Refusal, RuleViolation) as refused:
            self.refused = refused
        self.every_page_equals_a_fresh_one(reloaded=away[::2])

    def clock_moved(self) -> None:
        if self.now - self.clock < timedelta(hours=1):
            for _ in range((self.now - self.clock) // minutes(2)):  # a board that is open is drawn in each minute
                self.clock += minutes(2)
                set_clock(self.database, self.clock)
                self.settle()
        self.set_clock()
        for runs_out in (expire_holds, end_requests):  # as upkeep does in the same second
            self.desk.do(RINGSIDE, runs_out)
        self.every_page_equals_a_fresh_one([page for page in self.pages if page.path.startswith(NOT_BY_THE_CLOCK)])

    def set_clock(self) -> None:
        self.clock = self.now
        set_clock(self.database, self.now)

    def settle(self) -> None:
        """Everything is sent that is to be sent by now."""
        for topic in {follow.topic for page in self.pages for follow in page.follows}:
            with self.dispatcher.paused(topic):
                pass
        for timer in self.dispatcher.timers:
            while timer():
                pass

    def some_pages(self) -> list[Page]:
        """Every third, others each time."""
        self.steps += 1
        return [page for n, page in enumerate(self.pages) if (n + self.steps) % 3 == 0]

    def every_page_equals_a_fresh_one(self, reloaded: Collection[Page] = ()) -> None:
        """All that were sent anything now, and some of the others; at the end of an example all of them."""
        with nothing_is_logged():
            self.settle()
            for page in self.pages:
                if page in reloaded and (fresh := page.load()):
                    page.shown = Document(fresh)
                if page.connection is None and (not page.path.startswith("/bookings/") or page.load()):
                    self.connect(page)
        self.pages = [page for page in self.pages if page.connection]  # who came back to nothing has none
        self.compare([page for n, page in enumerate(self.pages) if page.was_sent or (n + self.steps) % 4 == 0])

    def compare(self, pages: Collection[Page]) -> None:
        for page in pages:
            fresh, page.was_sent = page.load(), False
            if "/restore" in fresh + page.offered:  # whether the place of a cancelled booking is free, only a load says
                page.shown = Document(fresh)
            else:
                page.must_equal(fresh)

    def teardown(self) -> None:
        self.compare(self.pages)

    def connect(self, page: Page) -> None:
        self.sockets.join(self.hub.open(page), page.person, page.follows)


@contextmanager
def nothing_is_logged() -> Iterator[None]:
    """No view may fail: its pages would be sent back for a whole picture, which hides what was wrong."""
    logger, records = logging.getLogger("bookings.live"), []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append  # type: ignore[method-assign]
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    assert [record.getMessage() for record in records] == []
