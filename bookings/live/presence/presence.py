"""Presence: the connections of those who work somewhere, as people who are here, and who types about which booking.

Each process says every REFRESH_SECONDS, and whenever it changes, who is with it; whom nobody names any more has gone. What changed
is handed on by `tick`, all of it at once, however many came and went in between.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bookings.live.presence.channel import Channel, Message
from bookings.live.presence.people import Open, PersonHere, Table, merge, read_table, write_table
from bookings.models import Role, Viewer
from bookings.rules.violation import RuleViolation

GRACE_SECONDS, PARTING_SECONDS = 5.0, 1.5
"""So long a connection that was lost counts on: whoever loads a page anew has not gone. One that was ended counts until the other
processes have said whether they have another of the same person."""

REFRESH_SECONDS, FORGET_SECONDS = 15.0, 40.0
TYPING_SECONDS = 8.0
"""So long somebody types who does not say so again."""

TICK_SECONDS = 0.5


@dataclass(frozen=True)
class Typing:
    """Who types to the other side of a booking."""

    booking_id: str
    person_id: str
    name: str
    from_venue: bool


class Listener(Protocol):
    """`on_people` comes in the dispatcher's loop, `on_typing` whenever somebody begins, goes on or ends; it may not wait."""

    def on_people(self, before: Table, after: Table) -> None: ...
    def on_typing(self, who: Typing, typing: bool) -> None: ...


@dataclass
class _Session:
    viewer: Viewer
    open: Open
    alive: Callable[[], bool]
    until: float | None = None


def _yes() -> bool:
    return True


class Presence:
    """Belongs to the loop that serves; nothing here waits. `clock` gives seconds that only go on."""

    def __init__(self, channel: Channel, clock: Callable[[], float] = time.monotonic) -> None:
        self._channel, self._clock = channel, clock
        self._sessions: dict[Hashable, _Session] = {}
        self._statuses: dict[str, tuple[str, float]] = {}
        self._others: dict[str, tuple[float, Table]] = {}  # by process, until when it counts
        self._typing: dict[tuple[str, str], tuple[float, Typing, bool]] = {}  # until when, and whether they are with us
        self._here: Table = {}
        self._said: Table = {}
        self._said_at = -REFRESH_SECONDS
        self.listeners: list[Listener] = []
        channel.receive = self._receive

    @property
    def here(self) -> Table:
        """Everybody, on whichever process, as of the last tick."""
        return self._here

    # -- what connections say --------------------------------------------------------------------------------------

    def enter(self, key: Hashable, viewer: Viewer, shows: Open = Open(), alive: Callable[[], bool] = _yes) -> None:  # noqa: B008 - frozen
        """A connection of somebody who works somewhere; `alive` says whether it still answers."""
        if viewer.role != Role.CUSTOMER:
            self._sessions[key] = _Session(viewer, shows, alive)

    def move(self, key: Hashable, shows: Open) -> None:
        """It shows something else by now."""
        if key in self._sessions:
            self._sessions[key].open = shows

    def leave(self, key: Hashable, *, lost: bool = True) -> None:
        """It has ended; when it was `lost`, they may be back in a moment."""
        if key in self._sessions:
            self._sessions[key].until = self._clock() + (GRACE_SECONDS if lost else PARTING_SECONDS)

    def set_status(self, person_id: str, status: str) -> bool:
        """Whether they are here at all, on whichever process."""
        if person_id not in self._here and all(each.viewer.id != person_id for each in self._sessions.values()):
            return False
        chosen = (status, time.time())
        self._statuses[person_id] = chosen
        self._channel.publish({"person": person_id, "status": chosen})
        return True

    def status_of(self, person_id: str) -> str:
        known = self._here.get(person_id, PersonHere(person_id, "", frozenset()))
        return max((known.status, known.status_at), self._statuses.get(person_id, ("", -1.0)), key=lambda each: each[1])[0]

    def type(self, who: Typing, typing: bool) -> None:
        """Somebody types, goes on typing, or has stopped."""
        self._channel.publish({"typing": typing, "who": vars(who)})
        self._note_typing(who, typing, ours=True)

    def typing_about(self, booking_id: str) -> list[Typing]:
        return [who for _, who, _ in self._typing.values() if who.booking_id == booking_id]

    # -- all of it, now and then -----------------------------------------------------------------------------------

    def tick(self) -> None:
        """Find out what has changed, and say so: to the listeners, and to the other processes."""
        now = self._clock()
        ended = [key for key, each in self._sessions.items() if each.until is not None and each.until <= now]
        for key in ended:
            del self._sessions[key]
        self._others = {process: each for process, each in self._others.items() if each[0] > now}
        for until, who, ours in list(self._typing.values()):
            if until <= now and ours:
                self.type(who, False)
            elif until <= now:
                self._note_typing(who, False, ours=False)
        before, here = self._here, self._everybody()
        if here != before:
            self._here = here
            for listener in self.listeners:
                listener.on_people(before, here)
        self._statuses = {person: each for person, each in self._statuses.items() if person in here}
        self._say(now)

    def _everybody(self) -> dict[str, PersonHere]:
        found = merge([self._local(), *(table for _, table in self._others.values())])
        return {each.id: self._with_status(each) for each in found.values()}

    def _local(self) -> dict[str, PersonHere]:
        alive = [each for each in self._sessions.values() if each.alive()]
        people = (PersonHere(each.viewer.id, each.viewer.name, each.viewer.venues, open=frozenset({each.open})) for each in alive)
        return merge({person.id: self._with_status(person)} for person in people)

    def _with_status(self, person: PersonHere) -> PersonHere:
        status, at = self._statuses.get(person.id, ("", -1.0))
        return replace(person, status=status, status_at=at) if at > person.status_at else person

    def _say(self, now: float) -> None:
        local = self._local()
        if local == self._said and (not local or now - self._said_at < REFRESH_SECONDS):
            return
        self._said, self._said_at = local, now
        self._channel.publish({"people": write_table(local)})

    # -- the other processes ---------------------------------------------------------------------------------------

    def _receive(self, message: Message) -> None:
        """Raises ValueError, TypeError or KeyError for what is none of ours."""
        now = self._clock()
        if "people" in message:
            self._hear(str(message["process"]), now + FORGET_SECONDS, message["people"])
        elif message.get("goes"):
            until, table = self._others.get(str(message["process"]), (now, {}))
            self._others[str(message["process"])] = (min(until, now + GRACE_SECONDS), table)
        elif message.get("asks"):
            self._said_at = -REFRESH_SECONDS
        elif "status" in message:
            self._hear_status(str(message["person"]), str(message["status"][0]), float(message["status"][1]))
        elif "typing" in message:
            self._note_typing(Typing(**message["who"]), bool(message["typing"]), ours=False)

    def _hear(self, process: str, until: float, rows: Any) -> None:
        try:
            table = read_table(rows)
        except RuleViolation as violation:
            raise ValueError(violation.message) from violation
        self._others[process] = (until, table)
        for person in table.values():
            if person.status_at:
                self._hear_status(person.id, person.status, person.status_at)

    def _hear_status(self, person_id: str, status: str, at: float) -> None:
        if at > self._statuses.get(person_id, ("", -1.0))[1]:
            self._statuses[person_id] = (status, at)

    def _note_typing(self, who: Typing, typing: bool, *, ours: bool) -> None:
        key = (who.booking_id, who.person_id)
        known = self._typing.pop(key, None)
        if typing:
            self._typing[key] = (self._clock() + TYPING_SECONDS, who, ours)
        if typing or known is not None:
            for listener in self.listeners:
                listener.on_typing(who, typing)
