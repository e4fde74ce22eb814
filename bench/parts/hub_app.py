"""The hub with next to nothing around it: /ws makes a change of every message, /page only watches, /echo echoes.

As a program: gevent.pywsgi on the port that is its argument. Under gunicorn: `app`.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import socket
import time
import uuid
from itertools import count
from typing import Any

from flask import Flask
from flask_sock import Sock

from bookings.sockets.connection import Connection, Listener
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.frames.outgoing import Frame, binary_frame
from bookings.sockets.handover import prepare
from bookings.sockets.hub import Hub

# Autobahn sends messages of 64 KiB in fragments, and c/fan changes as fast as they are answered.
GENEROUS = Limits(message_bytes=1024 * 1024, burst=1_000_000, per_second=1_000_000)
SIZE = 300  # bytes of a fragment: a seat of the map

app = Flask(__name__)
prepare(app)
sock = Sock(app)
hub = Hub(max_connections=30_000, idle_seconds=600, limits=GENEROUS, slow_seconds=600)
number = count(1)


@sock.route("/ws")
def change_and_watch(ws: Any) -> None:
    hub.join(hub.adopt(ws, listener=Listener(change)), "map")


@sock.route("/page")
def watch(ws: Any) -> None:
    """Somebody who is signed in, like nearly everybody."""
    connection = hub.adopt(ws, person=str(uuid.uuid4()), login=str(uuid.uuid4()), address="127.0.0.1")
    hub.join(connection, "map")


@sock.route("/echo")
def echo(ws: Any) -> None:
    listener = Listener(
        on_text=lambda connection, text: hub.send(connection, Frame.message(text)),
        on_binary=lambda connection, data: hub.send(connection, Frame.ready(binary_frame(data))),
    )
    hub.adopt(ws, listener=listener)


def change(connection: Connection, text: str) -> None:
    head = (
        f"<td id='seat-12-34' hx-swap-oob='true' class='seat taken' data-m='t={time.monotonic_ns()} n={next(number)}'>"
    )
    hub.publish("map", Frame({"seat-12-34": head.ljust(SIZE - len("</td>"), "x") + "</td>"}))


if __name__ == "__main__":
    from gevent.pywsgi import WSGIServer

    WSGIServer(socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096), app, log=None).serve_forever()
