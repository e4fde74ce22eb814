"""A page that is open at somebody's, kept as a browser keeps it, and which ones the tests open."""

from __future__ import annotations

from flask import Flask

from bookings.live.catch_up import Subscription, parse_subscriptions
from bookings.models import Viewer
from bookings.models.person import STRANGER
from bookings.rules.times.zones import iso
from bookings.sockets.connection import Connection
from bookings.sockets.frames.outgoing import Frame
from tests.live.document import Document
from tests.live.test_render import faults_of
from tests.web.visits import Visitor
from tests.world.arena import ARENA
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, SAM, canaries
from tests.world.places import CHECK_UP, CLINIC, CLUB, DR_VOGEL, FLIGHT, HAMLET, RS_101, THEATRE

BOARD, DOCTORS = f"/venues/{CLUB}/board", f"/venues/{CLINIC}/board"
TIMES = f"/venues/{CLINIC}/appointments/{CHECK_UP}"
PAGES = (
    *((who, path) for who in (SAM, ANN) for path in (BOARD, f"{BOARD}?date={TOMORROW}")),
    (ADA, f"{BOARD}?sport=tennis"),
    (CLEO, f"{BOARD}?date={TODAY}"),
    (SAM, f"{DOCTORS}?date={TOMORROW}"),
    (CLEO, f"{DOCTORS}?date={TOMORROW}"),
    (BOB, f"{TIMES}?from={TODAY}&day={TOMORROW}"),
    (CLEO, f"{TIMES}/confirm?provider={DR_VOGEL}&start={iso(at('11:00'))}"),
    (ANN, f"/events/{HAMLET}"),
    (BOB, f"/events/{HAMLET}"),
    (ANN, f"/events/{HAMLET}?view=list"),
    (ANN, f"/events/{FLIGHT}"),
    (CLEO, f"/events/{FLIGHT}?view=list"),
    (ANN, f"/events/{ARENA}"),
    (BOB, f"/events/{ARENA}?view=list&section=block-4"),
    (STRANGER, f"{BOARD}?date={TOMORROW}"),
    (STRANGER, f"/events/{HAMLET}"),
    (SAM, f"/events/{HAMLET}/wall"),
    (SAM, f"/venues/{CLUB}/wall"),
    (BOB, "/departures"),
    (SAM, "/departures?from=ZRH"),
    (STRANGER, "/departures"),
    (BOB, "/flights?passengers=2"),
    (STRANGER, "/departures?wall=1"),
    (SAM, f"/departures/{RS_101}/disruption"),
    (SAM, f"/departures/{RS_101}/boarding"),
    (ANN, "/bookings"),
    *((who, "/notifications") for who in (ANN, BOB, SAM)),
    (ANN, "/waiting"),
    (SAM, f"/events/{HAMLET}/waiting"),
    (ANN, "/account"),
    (ADA, "/admin/bookings"),
    (SAM, "/admin/bookings?status=pending"),
    (SAM, f"/venues/{CLUB}/door"),
    (SAM, f"/venues/{THEATRE}/door?event={HAMLET}"),
    (SAM, "/admin/bookings?day=today"),
    (SAM, "/admin/bookings?payment=owed"),
    (SAM, f"/venues/{CLUB}/figures?from={TODAY}&to={TOMORROW}"),
    (SAM, f"/venues/{CLUB}/figures?span=today"),
    (ADA, "/admin/payments"),
    (MAX, "/admin/payments?kind=unpaid"),
)
SECRETS = {person.id: {*canaries(person)} for person in (ANN, BOB, CLEO)}
# Sent to all of a room, for the few who have something open beside it; and the head of a court that its board's set-up, another
# topic, brings or takes in the same moment. What a browser has no place for, it leaves.
WITHOUT_A_PLACE = ("panel-again", "notice", "head-")
NOT_ON_WALLS = ("joining", "choices", "basket", "dock")
"""What a seat map has to buy with."""


class Page:
    """A page that is open at somebody's: what it shows, and its connection while it has one."""

    def __init__(self, site: Flask, person: Viewer, path: str) -> None:
        self.person, self.path = person, path
        self._visitor = Visitor(site, None if person.is_stranger else person)
        self.connection: Connection | None = None
        self.was_sent = False
        self.shown = Document(self.load())

    def load(self) -> str:
        """A fresh one; "" when there is nothing at this address any more."""
        answer = self._visitor.client.get(self.path)
        assert answer.status_code in (200, 404), (self.path, answer.status_code)
        return answer.get_data(as_text=True) if answer.status_code == 200 else ""

    @property
    def follows(self) -> list[Subscription]:
        found = parse_subscriptions(self.shown.values("version"))
        assert found
        return found

    @property
    def offered(self) -> str:
        return " ".join(str(one.attributes.get("formaction")) for one in self.shown.by_id.values())

    def take(self, frame: Frame) -> None:
        self.was_sent = self.was_sent or [*frame.parts] != ["as-of"]
        for name, markup in frame.parts.items():
            assert faults_of(name, markup) == []
            self._must_be_theirs(markup)
            if name in self.shown.by_id:
                self.shown.swap(name, markup)
            else:
                without = WITHOUT_A_PLACE + (NOT_ON_WALLS if self.path.endswith("/wall") else ())
                assert name.startswith(without), f"{self} has no {name}"

    def must_equal(self, fresh: str) -> None:
        shown = self.shown.live()
        if not fresh:
            assert "no longer there" in str(shown), self
            return
        expected = Document(fresh).live()
        for name in expected.keys() | shown.keys():
            lines, others = shown.get(name, []), expected.get(name, [])
            at = next((n for n, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]), None)
            if at is not None or len(lines) != len(others):
                at = at or 0
                raise AssertionError(f"{self} #{name}: shows {lines[at : at + 4]}, a fresh one {others[at : at + 4]}")
            self._must_be_theirs(str(lines))

    def _must_be_theirs(self, markup: str) -> None:
        if not self.person.venues and not self.person.is_admin:
            strangers = {word for person, words in SECRETS.items() if person != self.person.id for word in words}
            assert not [word for word in strangers if word in markup], f"{self} shows somebody else"

    def __repr__(self) -> str:
        return f"{self.person.name}'s {self.path}"
