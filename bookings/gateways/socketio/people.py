"""Presence as events: to the colleagues' clients who comes, goes and changes their status, to a booking's room who types."""

from __future__ import annotations

from datetime import UTC, datetime

from bookings.gateways.socketio.clients import Client, Clients
from bookings.gateways.socketio.encoding import packet_of
from bookings.live.presence.people import PersonHere, Table
from bookings.live.presence.presence import Typing
from bookings.models import Viewer
from bookings.rules.times.zones import iso
from bookings.wire.booking_events import OutgoingEvent


class PeopleEvents:
    """A listener of presence. They have no version and are never replayed: whoever comes is told who is here."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def tell_newcomer(self, client: Client, here: Table) -> None:
        """One event for each colleague who is here already."""
        for person in here.values():
            if person.id != client.viewer.id and _are_colleagues(client.viewer, person):
                client.session.send(packet_of(OutgoingEvent("userOnline", _about(person, name=person.name, status=person.status))))

    def on_people(self, before: Table, after: Table) -> None:
        for person in [each for each in before.values() if each.id not in after]:
            self._to_colleagues(person, OutgoingEvent("userOffline", _about(person, name=person.name)))
        for person in after.values():
            known = before.get(person.id)
            if known is None:
                self._to_colleagues(person, OutgoingEvent("userOnline", _about(person, name=person.name, status=person.status)))
            if person.status_at > (known.status_at if known is not None else 0.0):
                self._to_colleagues(person, OutgoingEvent("statusUpdated", _about(person, status=person.status)))

    def on_typing(self, who: Typing, typing: bool) -> None:
        body = {"bookingId": who.booking_id, "userId": who.person_id, "isTyping": typing, "timestamp": _now()}
        packet = packet_of(OutgoingEvent("userTyping", body))
        for client in list(self._clients.in_room(f"booking:{who.booking_id}")):
            if client.viewer.id != who.person_id:
                client.session.send(packet)

    def _to_colleagues(self, person: PersonHere, event: OutgoingEvent) -> None:
        packet = packet_of(event)
        for client in {client for venue in person.venues for client in self._clients.in_room(f"club:{venue}")}:
            client.session.send(packet)


def _are_colleagues(viewer: Viewer, person: PersonHere) -> bool:
    return any(viewer.works_at(venue) for venue in person.venues)


def _about(person: PersonHere, **more: str) -> dict[str, str]:
    return {"userId": person.id, **more, "timestamp": _now()}


def _now() -> str:
    return iso(datetime.now(UTC))
