"""The whole program with one event that everybody follows: any message makes a change, without a database.

    python -m bench.parts.gateways_app PORT FILE

FILE is given an access token with which the viewers come in.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import itertools
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

from bookings import program
from bookings.gateways.raw.gateway import RawRoom
from bookings.gateways.socketio import gateway
from bookings.gateways.socketio.clients import Client
from bookings.gateways.socketio.encoding import packet_of
from bookings.gateways.socketio.rooms import Room
from bookings.http.require_sign_in import public
from bookings.rules import topics
from bookings.settings import Settings
from bookings.sockets.connection import Connection, Listener
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.frames.outgoing import Frame
from bookings.wire.booking_events import OutgoingEvent
from bookings.wire.events import stamped, text_of
from tests.world import present
from tests.world.people import ANN
from tests.world.places import HAMLET

GENEROUS = Limits(burst=1_000_000, per_second=1_000_000)  # c/fan changes as fast as it is answered
TOPIC, ROOM = topics.event(HAMLET), f"event:{HAMLET}"
SIZE = 300  # bytes, as in the other benches
number = itertools.count(1)


def message() -> dict[str, Any]:
    times = f"t={time.monotonic_ns()} n={next(number)}"
    return stamped("seat_update", eventId=HAMLET, availableSeats=44, seatCapacity=100, more=times.ljust(SIZE - 140, "x"))


def serve(port: int, token_file: Path) -> None:
    from gevent.pywsgi import WSGIServer

    from app import create_app
    from bookings.accounts.accounts import begin_login
    from bookings.accounts.tokens import Tokens

    program.LIMITS = GENEROUS
    gateway.rooms_at_first = lambda *_: [Room(ROOM, (TOPIC,))]
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(
            database_url=f"sqlite:///{home}/bench.db", secret_key="only for measuring, never for serving",
            websocket_max_connections=30_000, websocket_max_per_person=30_000, websocket_max_per_address=30_000,
        )  # fmt: skip
        app = create_app(settings)
        ringside: program.Ringside = app.extensions["ringside"]
        present.fill(ringside.desk)
        ringside.start()
        assert ringside.live is not None
        hub, sockets = ringside.live.hub, ringside.live.socketio

        def change_raw(_: Connection, __: str) -> None:
            hub.publish(RawRoom(TOPIC), Frame.message(text_of(message())))

        def change(_: Client, *__: Any) -> dict[str, Any]:
            hub.publish((TOPIC, ROOM), packet_of(OutgoingEvent("seat_update", message())).frame)
            return {"ok": True}

        @app.get("/joined")
        @public
        def joined() -> str:
            return str(len(hub.members((TOPIC, ROOM))) + len(hub.members(RawRoom(TOPIC))))

        raw = ringside.live.raw
        raw.listener = Listener(change_raw, raw.on_excess, on_close=raw.on_disconnect)
        sockets.commands.handlers = {"change": change}
        login = ringside.desk.do(ANN, begin_login, ANN.id)
        token_file.write_text(Tokens(ringside.desk, settings.jwt_secret).begin(login).access)
        WSGIServer(socket.create_server(("127.0.0.1", port), backlog=4096), app, log=None).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
