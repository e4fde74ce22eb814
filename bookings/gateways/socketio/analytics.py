"""The room `analytics`: a venue's running figures, sent again within a second of a change."""

from __future__ import annotations

from bookings.database import Database
from bookings.gateways.socketio.clients import Client, Clients
from bookings.gateways.socketio.encoding import packet_of
from bookings.gateways.socketio.protocol.engineio import Packet
from bookings.gateways.socketio.rooms import ANALYTICS, Room
from bookings.models import Venue
from bookings.reading.figures.running import read_running_figures
from bookings.reading.figures.span import read_figures
from bookings.rules import topics
from bookings.rules.figures.spans import preset_span
from bookings.wire.booking_events import OutgoingEvent
from bookings.wire.venues.figures import write_figures


class Analytics:
    def __init__(self, database: Database, clients: Clients) -> None:
        self._database, self._clients = database, clients
        self._touched: set[str] = set()

    def touch(self, venue: str) -> None:
        """Something changed there."""
        if ANALYTICS in self._clients.by_room(topics.venue(venue)):
            self._touched.add(venue)

    def tick(self) -> None:
        touched, self._touched = self._touched, set()
        for venue in sorted(touched):
            packet = self._figures(venue)
            for client in list(self._clients.by_room(topics.venue(venue)).get(ANALYTICS, ())):
                client.session.send(packet)

    def joined(self, client: Client, room: Room) -> None:
        """Somebody new gets the figures as they are."""
        if room.name == ANALYTICS:
            for topic in sorted(room.topics):
                client.session.send(self._figures(topic.id))

    def _figures(self, venue: str) -> Packet:
        with self._database.read() as session:
            now = self._database.now(session)
            figures, there = read_running_figures(session, venue, now), session.get_one(Venue, venue)
            of_today = read_figures(session, there, preset_span("today", figures.day), now)
        body = {
            "clubId": figures.venue_id,
            "date": figures.day,
            "bookings": figures.bookings,
            "occupancy": figures.occupancy,
            "revenue": figures.revenue,
            "currency": figures.currency,
            "figures": write_figures(of_today),
            "timestamp": now,
        }
        return packet_of(OutgoingEvent("analytics", body))
