"""What a Socket.IO client may say, each word with its answer: {ok: true, …} or {ok: false, error}.

Identity is never taken from what is said, and nothing that a client says is passed on as it came.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import DBAPIError

from bookings.accounts.tokens import LONGEST as LONGEST_TOKEN
from bookings.desk import Desk, states
from bookings.errors import Refusal
from bookings.gateways.socketio.guests import Guest, Guests
from bookings.gateways.socketio.outlet import RoomSubscriber
from bookings.gateways.socketio.presence import clubs_of
from bookings.gateways.socketio.rooms import MOST_ROOMS, NotYours, Room, room_for
from bookings.gateways.socketio.said import Unclear, booking_in, flag_in, rooms_in, status_in, text_in, versions_in
from bookings.gateways.socketio.whispers import Whispers
from bookings.models import Viewer, faults
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation
from bookings.wire.booking_events import Told

log = logging.getLogger(__name__)

Answer = dict[str, Any]


class Commands:
    """`on_joined` hears of rooms that somebody has entered by a word of theirs; `authenticate` takes a fresh token of theirs,
    or raises NotSignedIn."""

    def __init__(
        self,
        desk: Desk,
        guests: Guests,
        outlet: RoomSubscriber,
        whispers: Whispers,
        on_joined: Callable[[Guest, Room], None],
        authenticate: Callable[[Guest, str], Viewer],
    ) -> None:
        self._desk, self._guests, self._outlet, self._whispers = desk, guests, outlet, whispers
        self._on_joined, self._fresh = on_joined, authenticate
        self.words: Mapping[str, Callable[[Guest, Viewer, Any], Answer]] = {
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

    def obey(self, guest: Guest, viewer: Viewer, event: str, said: Any) -> Answer:
        """`viewer` is who the guest is at this moment."""
        word = self.words.get(event)
        try:
            return word(guest, viewer, said) if word else _no("Unknown event")
        except Refusal as refusal:
            return {**_no(refusal.message), "code": refusal.code}
        except (Unclear, NotYours, RuleViolation) as refusal:
            return _no(str(refusal))
        except DBAPIError as error:
            if not faults.is_away(error):
                raise
            log.warning("%s failed: %s", event, error.orig)
            return _no(faults.in_words(error))
        except Exception:
            log.exception("%s failed", event)
            return _no("That did not work. Please try again.")

    # -- rooms -----------------------------------------------------------------------------------------------------

    def _subscribe(self, guest: Guest, viewer: Viewer, said: Any) -> Answer:
        joined: list[str] = []
        refused: dict[str, str] = {}
        offsets = versions_in(said)
        for name in rooms_in(said):
            try:
                self._join(guest, viewer, name, offsets)
                joined.append(name)
            except NotYours as refusal:
                refused[name] = str(refusal)
        if refused:
            words = "; ".join(f"{name}: {why}" for name, why in refused.items())
            return {**_no(words), "rooms": joined, "refused": refused}
        return _yes(rooms=joined)

    def _unsubscribe(self, guest: Guest, _: Viewer, said: Any) -> Answer:
        names = rooms_in(said)
        for name in names:
            self._outlet.leave(guest, name)
        return _yes(rooms=names)

    def _join_booking(self, guest: Guest, viewer: Viewer, said: Any) -> Answer:
        booking = booking_in(said)
        self._join(guest, viewer, f"booking:{booking}", versions_in(said))
        with self._desk.database.read() as session:
            version = version_of(session, topics.booking(booking))
        return _yes(bookingId=booking, room=f"booking:{booking}", version=version)

    def _leave_booking(self, guest: Guest, _: Viewer, said: Any) -> Answer:
        booking = booking_in(said)
        self._outlet.leave(guest, f"booking:{booking}")
        return _yes(bookingId=booking)

    def _join(self, guest: Guest, viewer: Viewer, name: str, offsets: Mapping[str, int]) -> None:
        if len(guest.rooms) >= MOST_ROOMS and name not in guest.rooms:
            raise NotYours(f"At most {MOST_ROOMS} rooms")
        with self._desk.database.read() as session:
            room = room_for(session, viewer, name)
        if room.name not in guest.rooms:
            self._outlet.join(guest, room, offsets)
            self._on_joined(guest, room)

    # -- people ----------------------------------------------------------------------------------------------------

    def _register(self, guest: Guest, viewer: Viewer, _: Any) -> Answer:
        return _yes(userId=viewer.id, role=viewer.role, rooms=sorted(guest.rooms))

    def _authenticate(self, guest: Guest, _: Viewer, said: Any) -> Answer:
        until = self._fresh(guest, text_in(said, "token", longest=LONGEST_TOKEN)).until
        return _yes(userId=guest.viewer.id, expiresAt=iso(until) if until else None)

    def _typing(self, guest: Guest, viewer: Viewer, said: Any) -> Answer:
        """In the named booking's room; without a name in all the booking rooms that the guest is in."""
        inside = [name for name in guest.rooms if name.startswith("booking:")]
        if isinstance(said, dict) and said.get("bookingId") is None:
            rooms = inside
        else:
            rooms = [f"booking:{booking_in(said)}"]
            if rooms[0] not in inside:
                raise NotYours("Join the booking's room first")
        for room in rooms:
            body = {
                "bookingId": room.partition(":")[2],
                "userId": viewer.id,
                "isTyping": flag_in(said, "isTyping"),
                "timestamp": _now(),
            }
            self._whispers.say([room], Told("userTyping", body), but=guest)
        return _yes(rooms=rooms)

    def _update_status(self, _: Guest, viewer: Viewer, said: Any) -> Answer:
        if not viewer.venues:
            raise NotYours("Only those who work at a venue have a status")
        status = text_in(said, "status", longest=40)
        body = {"userId": viewer.id, "status": status, "timestamp": _now()}
        self._whispers.say(clubs_of(viewer), Told("statusUpdated", body))
        return _yes(userId=viewer.id, status=status)

    # -- bookings --------------------------------------------------------------------------------------------------

    def _booking_update(self, _: Guest, viewer: Viewer, said: Any) -> Answer:
        """A switch by the same rules as everywhere. Who may hear of it hears by the change that it makes."""
        booking, status = booking_in(said), status_in(said)
        was = status_in(said, "expectedStatus") if said.get("expectedStatus") is not None else None
        self._desk.do(viewer, states.switch, booking, status, was=was)
        return _yes(bookingId=booking, status=status)


def _yes(**more: Any) -> Answer:
    return {"ok": True, **more}


def _no(error: str) -> Answer:
    return {"ok": False, "error": error}


def _now() -> str:
    return iso(datetime.now(UTC))
