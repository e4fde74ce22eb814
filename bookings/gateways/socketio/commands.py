"""The events that a Socket.IO client may send, each with its acknowledgement: {ok: true, …} or {ok: false, error}.

Identity is never taken from a payload, and nothing that a client sends is passed on as it came.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bookings.accounts.tokens import LONGEST as LONGEST_TOKEN
from bookings.database import faults
from bookings.desk import Desk, states
from bookings.errors import Refusal
from bookings.gateways.socketio.clients import Client
from bookings.gateways.socketio.parsing import (
    InvalidMessage,
    booking_in,
    flag_in,
    rooms_in,
    status_in,
    text_in,
    versions_in,
)
from bookings.gateways.socketio.rooms import MOST_ROOMS, NotAllowed, Room, room_for
from bookings.gateways.socketio.subscriber import RoomSubscriber
from bookings.live.presence.presence import Presence, Typing
from bookings.models import Booking, Viewer
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation

log = logging.getLogger(__name__)

Answer = dict[str, Any]


class Commands:
    """`on_joined` is called with a room that a client has entered by an event of its own; `authenticate` takes a fresh token,
    or raises NotSignedIn."""

    def __init__(
        self,
        desk: Desk,
        subscriber: RoomSubscriber,
        presence: Presence,
        on_joined: Callable[[Client, Room], None],
        authenticate: Callable[[Client, str], Viewer],
    ) -> None:
        self._desk, self._subscriber, self._presence = desk, subscriber, presence
        self._on_joined, self._authenticate_token = on_joined, authenticate
        self.handlers: Mapping[str, Callable[[Client, Viewer, Any], Answer]] = {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "joinBookingRoom": self._join_booking,
            "leaveBookingRoom": self._leave_booking,
            "authenticate": self._authenticate,
            "register": self._register,
            "typing": self._typing,
            "updateStatus": self._update_status,
            "bookingUpdate": self._booking_update,
        }

    def handle(self, client: Client, viewer: Viewer, event: str, payload: Any) -> Answer:
        """`viewer` is the client's person as of now."""
        handler = self.handlers.get(event)
        try:
            return handler(client, viewer, payload) if handler else _error("Unknown event")
        except Refusal as refusal:
            return {**_error(refusal.message), "code": refusal.code}
        except (InvalidMessage, NotAllowed, RuleViolation) as refusal:
            return _error(str(refusal))
        except DBAPIError as error:
            if not faults.is_away(error):
                raise
            log.warning("%s failed: %s", event, error.orig)
            return _error(faults.in_words(error))
        except Exception:
            log.exception("%s failed", event)
            return _error("That did not work. Please try again.")

    # -- rooms -----------------------------------------------------------------------------------------------------

    def _subscribe(self, client: Client, viewer: Viewer, payload: Any) -> Answer:
        joined: list[str] = []
        refused: dict[str, str] = {}
        offsets = versions_in(payload)
        for name in rooms_in(payload):
            try:
                self._join(client, viewer, name, offsets)
                joined.append(name)
            except NotAllowed as refusal:
                refused[name] = str(refusal)
        if refused:
            message = "; ".join(f"{name}: {why}" for name, why in refused.items())
            return {**_error(message), "rooms": joined, "refused": refused}
        return _ok(rooms=joined)

    def _unsubscribe(self, client: Client, _: Viewer, payload: Any) -> Answer:
        names = rooms_in(payload)
        for name in names:
            self._subscriber.leave(client, name)
        return _ok(rooms=names)

    def _join_booking(self, client: Client, viewer: Viewer, payload: Any) -> Answer:
        booking = booking_in(payload)
        self._join(client, viewer, f"booking:{booking}", versions_in(payload))
        with self._desk.database.read() as session:
            version = version_of(session, topics.booking(booking))
        return _ok(bookingId=booking, room=f"booking:{booking}", version=version)

    def _leave_booking(self, client: Client, _: Viewer, payload: Any) -> Answer:
        booking = booking_in(payload)
        self._subscriber.leave(client, f"booking:{booking}")
        return _ok(bookingId=booking)

    def _join(self, client: Client, viewer: Viewer, name: str, offsets: Mapping[str, int]) -> None:
        if len(client.rooms) >= MOST_ROOMS and name not in client.rooms:
            raise NotAllowed(f"At most {MOST_ROOMS} rooms")
        with self._desk.database.read() as session:
            room = room_for(session, viewer, name)
        if room.name not in client.rooms:
            self._subscriber.join(client, room, offsets)
            self._on_joined(client, room)

    # -- people ----------------------------------------------------------------------------------------------------

    def _register(self, client: Client, viewer: Viewer, _: Any) -> Answer:
        return _ok(userId=viewer.id, role=viewer.role, rooms=sorted(client.rooms))

    def _authenticate(self, client: Client, _: Viewer, payload: Any) -> Answer:
        until = self._authenticate_token(client, text_in(payload, "token", longest=LONGEST_TOKEN)).until
        return _ok(userId=client.viewer.id, expiresAt=iso(until) if until else None)

    def _typing(self, client: Client, viewer: Viewer, payload: Any) -> Answer:
        """In the named booking's room; without a name in all the booking rooms that the client is in."""
        inside = [name for name in client.rooms if name.startswith("booking:")]
        if isinstance(payload, dict) and payload.get("bookingId") is None:
            rooms = inside
        else:
            rooms = [f"booking:{booking_in(payload)}"]
            if rooms[0] not in inside:
                raise NotAllowed("Join the booking's room first")
        typing = flag_in(payload, "isTyping")
        for room in rooms:
            self._presence.type(self._as_typing(viewer, room.partition(":")[2]), typing)
        return _ok(rooms=rooms)

    def _as_typing(self, viewer: Viewer, booking_id: str) -> Typing:
        with self._desk.database.read() as session:
            venue_id = session.scalar(select(Booking.venue_id).where(Booking.id == booking_id))
        return Typing(booking_id, viewer.id, viewer.name, venue_id is not None and viewer.works_at(venue_id))

    def _update_status(self, _: Client, viewer: Viewer, payload: Any) -> Answer:
        if not viewer.venues:
            raise NotAllowed("Only those who work at a venue have a status")
        status = text_in(payload, "status", longest=40)
        self._presence.set_status(viewer.id, status)
        return _ok(userId=viewer.id, status=status)

    # -- bookings --------------------------------------------------------------------------------------------------

    def _booking_update(self, _: Client, viewer: Viewer, payload: Any) -> Answer:
        """A change of status by the same rules as everywhere. Whoever may know gets the change that it makes."""
        booking, status = booking_in(payload), status_in(payload)
        was = status_in(payload, "expectedStatus") if payload.get("expectedStatus") is not None else None
        self._desk.do(viewer, states.switch, booking, status, was=was)
        return _ok(bookingId=booking, status=status)


def _ok(**more: Any) -> Answer:
    return {"ok": True, **more}


def _error(error: str) -> Answer:
    return {"ok": False, "error": error}

