"""Presence as two processes know it: who is here, how, what they have open, who types; with a clock that the test moves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bookings.live.presence.channel import Channel, Message
from bookings.live.presence.people import Draft, Open, Table
from bookings.live.presence.presence import (
    FORGET_SECONDS,
    GRACE_SECONDS,
    PARTING_SECONDS,
    REFRESH_SECONDS,
    TYPING_SECONDS,
    Presence,
    Typing,
)
from bookings.models import Viewer
from tests.world.clock import at
from tests.world.people import ADA, ANN, SAM, TESS
from tests.world.places import CLUB, COURT_1, id_of

BOOKING = id_of("some booking")
SAM_TYPES = Typing(BOOKING, SAM.id, SAM.name, True)


class Wire(Channel):
    """A channel whose messages reach the other processes at once, as JSON."""

    def __init__(self) -> None:
        super().__init__(None)
        self.others: list[Wire] = []

    def publish(self, message: Message) -> None:
        for other in self.others:
            other.receive(json.loads(json.dumps({**message, "process": self.process})))


class Process:
    """One process with its presence, and what that told a listener."""

    def __init__(self, clock: Clock) -> None:
        self.wire, self.told = Wire(), list[Any]()
        self.presence = Presence(self.wire, lambda: clock.now)
        self.presence.listeners.append(self)

    def on_people(self, before: Table, after: Table) -> None:
        self.told += [("came", each) for each in after if each not in before] + [("went", each) for each in before if each not in after]

    def on_typing(self, who: Typing, typing: bool) -> None:
        self.told.append(("types" if typing else "rests", who.person_id))

    @property
    def statuses(self) -> dict[str, str]:
        return {each.name: each.status for each in self.presence.here.values()}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0
        self.processes = [Process(self), Process(self)]
        for each in self.processes:
            each.wire.others = [other.wire for other in self.processes if other is not each]

    def tick(self, seconds: float = 0.0) -> None:
        """Time goes by, and each process ticks, twice: what the first has said the other has heard by then."""
        self.now += seconds
        for _ in range(2):
            for each in self.processes:
                each.presence.tick()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_somebody_in_several_tabs_of_several_processes_is_one_who_comes_once_and_goes_once(clock: Clock) -> None:
    one, two = clock.processes
    for key in ("tab", "second tab"):
        one.presence.enter(key, SAM)
    two.presence.enter("program", SAM)
    clock.tick()
    assert one.told == two.told == [("came", SAM.id)]
    one.presence.leave("tab")
    one.presence.leave("second tab")
    clock.tick(GRACE_SECONDS)
    assert set(one.presence.here) == {SAM.id}
    two.presence.leave("program", lost=False)
    clock.tick(PARTING_SECONDS)
    assert one.told == two.told == [("came", SAM.id), ("went", SAM.id)]


def test_a_page_that_is_loaded_anew_does_not_flicker_and_one_that_is_lost_ends(clock: Clock) -> None:
    one, two = clock.processes
    one.presence.enter("tab", SAM)
    clock.tick()
    one.presence.leave("tab")
    clock.tick(GRACE_SECONDS - 1)
    two.presence.enter("the same tab, on another process", SAM)
    clock.tick(0.5)
    clock.tick(2)
    assert one.told == two.told == [("came", SAM.id)]
    answers = True
    one.presence.enter("half open", TESS, alive=lambda: answers)
    clock.tick()
    answers = False
    clock.tick(1)
    assert one.told[1:] == [("came", TESS.id), ("went", TESS.id)]


def test_customers_do_not_count(clock: Clock) -> None:
    one, _ = clock.processes
    one.presence.enter("tab", ANN)
    clock.tick()
    assert one.presence.here == {} and not one.presence.set_status(ANN.id, "busy")


def test_a_process_that_died_takes_its_people_along_and_one_that_lives_keeps_them(clock: Clock) -> None:
    one, two = clock.processes
    two.presence.enter("tab", SAM)
    clock.tick()
    for _ in range(10):
        clock.tick(REFRESH_SECONDS)
    assert set(one.presence.here) == {SAM.id}
    clock.processes.remove(two)
    clock.tick(FORGET_SECONDS + 1)
    assert one.presence.here == {}


def test_whoever_starts_later_learns_who_is_there(clock: Clock) -> None:
    one, two = clock.processes
    two.wire.others = []
    two.presence.enter("tab", SAM)
    clock.tick()
    assert one.presence.here == {}
    two.wire.others = [one.wire]
    one.wire.publish({"asks": True})
    clock.tick()
    assert set(one.presence.here) == {SAM.id}


def test_a_status_is_the_persons_wherever_it_was_chosen_and_lasts_while_they_are_here(clock: Clock) -> None:
    one, two = clock.processes
    one.presence.enter("tab", SAM)
    clock.tick()
    assert one.statuses == {SAM.name: "available"}
    assert two.presence.set_status(SAM.id, "busy"), "a form that went to the other process"
    clock.tick()
    assert one.statuses == two.statuses == {SAM.name: "busy"}
    two.presence.enter("second tab", SAM)
    one.presence.leave("tab", lost=False)
    clock.tick(PARTING_SECONDS)
    assert one.statuses == two.statuses == {SAM.name: "busy"}
    two.presence.leave("second tab", lost=False)
    clock.tick(PARTING_SECONDS)
    two.presence.enter("tomorrow", SAM)
    clock.tick()
    assert one.statuses == two.statuses == {SAM.name: "available"}
    assert not one.presence.set_status(TESS.id, "busy")


def test_what_is_open_is_known_on_both_and_goes_with_the_connection(clock: Clock) -> None:
    one, two = clock.processes
    draft = Open(CLUB, draft=Draft(COURT_1, at("10:00"), at("11:00")))
    one.presence.enter("tab", SAM, Open(CLUB))
    two.presence.enter("other tab", SAM, Open(CLUB, BOOKING, editing=True))
    two.presence.enter("admin", ADA, Open(CLUB))
    one.presence.move("tab", draft)
    clock.tick()
    for each in (one, two):
        assert each.presence.here[SAM.id].open == {draft, Open(CLUB, BOOKING, editing=True)}
        assert each.presence.here[ADA.id].open == {Open(CLUB)}
    one.presence.leave("tab")
    clock.tick(GRACE_SECONDS)
    assert two.presence.here[SAM.id].drafts == frozenset()


def test_typing_is_told_at_once_and_ends_by_itself(clock: Clock) -> None:
    one, two = clock.processes
    one.presence.type(SAM_TYPES, True)
    assert one.told == two.told == [("types", SAM.id)] and two.presence.typing_about(BOOKING) == [SAM_TYPES]
    clock.tick(TYPING_SECONDS - 1)
    one.presence.type(SAM_TYPES, True)
    clock.tick(TYPING_SECONDS - 1)
    assert ("rests", SAM.id) not in two.told
    clock.tick(1)
    assert one.told == two.told == [("types", SAM.id), ("types", SAM.id), ("rests", SAM.id)]
    one.presence.type(SAM_TYPES, False)
    assert len(one.told) == 3, "whoever does not type cannot stop"


@pytest.mark.parametrize("nonsense", [{"people": 7}, {"people": [{}]}, {"status": []}, {"typing": True}, {"typing": True, "who": {"a": 1}}])
def test_what_no_process_of_ours_says_is_refused(clock: Clock, nonsense: dict[str, Any], who: Viewer = SAM) -> None:
    one, _ = clock.processes
    one.presence.enter("tab", who)
    with pytest.raises((ValueError, TypeError, KeyError, IndexError)):
        one.wire.receive({"process": "x", **nonsense})
    clock.tick()
    assert set(one.presence.here) == {who.id}
