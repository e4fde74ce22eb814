"""Rooms as an outlet of the dispatcher: each change is told to those whose rooms hear it, once each, in order.

On each process from the record of changes, so what a guest missed while away is told by the same code.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import Seen, changes_after
from bookings.gateways.socketio.encoding import packet_of
from bookings.gateways.socketio.guests import WATCH, Guest, Guests
from bookings.gateways.socketio.heard import NAMES, Records, heard_in, kind_of, told_elsewhere
from bookings.gateways.socketio.rooms import Room
from bookings.live.dispatcher import Dispatcher
from bookings.models import ChangeKind
from bookings.reading.people.viewers import read_viewer
from bookings.rules.topics import Topic
from bookings.sockets.hub import Hub
from bookings.wire.booking_events import Told

NOTHING: Mapping[str, int] = {}

log = logging.getLogger(__name__)


class RoomSubscriber:
    """`on_ended` hears of guests whose log-in has ended, `on_touched` of venues where something happened."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        hub: Hub,
        guests: Guests,
        on_ended: Callable[[Guest], None],
        on_touched: Callable[[str], None],
    ) -> None:
        self._dispatcher, self._hub, self._guests = dispatcher, hub, guests
        self._on_ended, self._on_touched = on_ended, on_touched
        dispatcher.attach(self)

    # -- the outlet ------------------------------------------------------------------------------------------------

    def follows(self, topic: Topic) -> bool:
        return bool(self._guests.hearing(topic))

    def deliver(self, session: Session, topic: Topic, changes: list[Seen] | None, head: int, now: datetime) -> None:
        try:
            if topic.kind == "venue":
                self._on_touched(topic.id)
            if topic.kind == "user":
                self._end(session, topic.id, changes)
            if changes is not None:
                records = Records(session)
                for change in changes:
                    self._tell(topic, change, records)
                return
        except Exception:
            # The other outlets shall not suffer, and nobody may believe that nothing happened.
            log.exception("could not tell the rooms that hear %s", topic)
        for room, guests in list(self._guests.hearing(topic).items()):
            for guest in list(guests):
                self._resync(guest, room, topic, head)

    def _tell(self, topic: Topic, change: Seen, records: Records) -> None:
        told: dict[str, tuple[Told, list[str]]] = {}
        for room in list(self._guests.hearing(topic)):  # guests come and go while the database is asked
            for each in heard_in(kind_of(room), topic, change, records):
                told.setdefault(each.name, (each, []))[1].append(room)
        for each, rooms in told.values():
            self._send(each, topic, change, rooms, records)

    def _send(self, told: Told, topic: Topic, change: Seen, rooms: list[str], records: Records) -> None:
        packet = packet_of(told)
        deaf = {
            guest
            for person in (*change.people, topic.id)
            for guest in list(self._guests.of(person))
            if told_elsewhere(told.name, topic, change, records, person, guest.rooms)
        }
        if len(rooms) == 1 and not deaf:
            # All of one room: the hub writes the same bytes to everybody who is on a WebSocket.
            self._hub.publish((topic, rooms[0]), packet.frame)
            guests = self._guests.without_socket(topic, rooms[0])
        else:
            hearing = self._guests.hearing(topic)
            guests = {guest for room in rooms for guest in hearing.get(room, ())} - deaf
        for guest in guests:
            guest.session.send(packet)

    def _end(self, session: Session, person: str, changes: list[Seen] | None) -> None:
        """Log-ins that have ended take their guests with them."""
        here = list(self._guests.of(person))
        if changes is None:
            ended = {each.viewer.login_id for each in here if read_viewer(session, each.viewer.login_id or "") is None}
        else:
            out = [change for change in changes if change.kind == ChangeKind.SIGNED_OUT]
            ended = {login for change in out for login in change.detail["logins"]}
        for guest in here:
            if guest.viewer.login_id in ended:
                self._on_ended(guest)

    # -- coming and going ------------------------------------------------------------------------------------------

    def join(self, guest: Guest, room: Room, offsets: Mapping[str, int] = NOTHING) -> None:
        """Tell what was missed since these versions or the guest's own, then follow: without a gap, and nothing twice."""
        if room.name in guest.rooms:
            return
        self._guests.enter(guest, room)
        try:
            for topic in sorted(room.heard):
                with self._dispatcher.paused(topic) as version:
                    since = offsets.get(str(topic), guest.offsets.get(str(topic), version))
                    self._replay(guest, room, topic, since, version)
                    self._guests.hear(guest, topic, room.name)
        except Exception:
            self._guests.leave(guest, room.name)  # or it would seem to be in a room that it does not hear
            raise

    def leave(self, guest: Guest, name: str) -> None:
        left = guest.rooms.get(name)
        self._guests.leave(guest, name)
        for topic in left.heard if left else ():
            guest.offsets.pop(str(topic), None)
            still = {
                each
                for room in guest.rooms.values()
                if topic in room.heard
                for each in NAMES.get(kind_of(room.name), ())
            }
            for each in NAMES.get(kind_of(name), ()):
                if each not in still:
                    guest.since.pop((topic, each), None)

    def _replay(self, guest: Guest, room: Room, topic: Topic, since: int, version: int) -> None:
        kind = kind_of(room.name)
        with self._dispatcher.reading() as session:
            changes = [] if since == version else changes_after(session, topic, since)
            if changes is None:
                self._resync(guest, room.name, topic, version)
                since = version
            records = Records(session)
            for change in changes or ():
                if change.version <= version:
                    self._replay_one(guest, kind, topic, change, records)
        for name in NAMES.get(kind, ()):
            guest.since[topic, name] = min(since, guest.since.get((topic, name), since))

    def _replay_one(self, guest: Guest, kind: str, topic: Topic, change: Seen, records: Records) -> None:
        """What another of the guest's rooms has said already is not said again."""
        for each in heard_in(kind, topic, change, records):
            known = change.version > guest.since.get((topic, each.name), change.version)
            elsewhere = told_elsewhere(each.name, topic, change, records, guest.viewer.id, guest.rooms)
            if not known and not elsewhere:
                guest.session.send(packet_of(each))

    def _resync(self, guest: Guest, room: str, topic: Topic, version: int) -> None:
        if room != WATCH:
            guest.session.send(packet_of(Told("resync", {"room": room, "topic": str(topic), "version": version})))
