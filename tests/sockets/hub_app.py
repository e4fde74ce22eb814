"""A server with nothing in it but a hub: what a test asks for by HTTP, the hub does. Run in a process of its own.

As a program it is gevent.pywsgi on a listening socket that the test has opened: its descriptor and the hub's options
(JSON) are the arguments. Under gunicorn it is `app`, and the options are in $HUB_OPTIONS.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import gc
import json
import os
import socket
from dataclasses import asdict
from resource import RLIMIT_NOFILE, getrlimit
from typing import Any

import gevent.event
from flask import Flask, request
from flask_sock import Sock

from bookings.sockets import fanout
from bookings.sockets.connection import Connection, Listener
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.handover import close_on_error, prepare
from bookings.sockets.hub import Hub

options = json.loads(sys.argv[2] if __name__ == "__main__" else os.environ["HUB_OPTIONS"])
limits = Limits(**options.pop("limits", {}))
fanout.WRITES_AT_A_TIME = options.pop("writes_at_a_time", fanout.WRITES_AT_A_TIME)
# Nothing ends because time passes, however slow the machine, unless a test asks for it.
NEVER = dict.fromkeys(("idle_seconds", "ping_seconds", "slow_seconds", "linger_seconds"), 1e6)
app = Flask(__name__)
prepare(app)
sock = Sock(app)
named: dict[str, Connection] = {}
gone: list[str | None] = []
open_gate = gevent.event.Event()
hub = Hub(
    **{"max_connections": 2000, **NEVER, **options},
    limits=limits,
)
during_fan_out = 0


@sock.route("/page")
def page(ws: Any) -> None:
    person, login = request.args.get("person"), request.args.get("login")
    join(hub.adopt(ws, kind="page", person=person, login=login, address="test", listener=Listener(on_close=closed)))


@sock.route("/talk")
def talk(ws: Any) -> None:
    join(
        hub.adopt(
            ws,
            person=request.args.get("person"),
            kind="talker",
            address="test",
            listener=Listener(on_text, lambda connection: hub.send(connection, Frame.message("too many")), on_close=closed),
        )
    )


@sock.route("/refused")
def refused(ws: Any) -> None:
    hub.join(hub.refuse(ws, 1008, "Authentication required"), "a")


@sock.route("/broken")
def broken(ws: Any) -> None:
    raise RuntimeError("the view failed before the socket was adopted")


@sock.route("/fails")
@close_on_error(lambda error: False)
def fails(ws: Any) -> None:
    raise RuntimeError("the view failed after the upgrade")


def closed(connection: Connection) -> None:
    gone.append(connection.person)
    if connection.person == "cursed":
        raise RuntimeError("a callback failed on purpose")


def join(connection: Connection) -> None:
    if "name" in request.args:
        named[request.args["name"]] = connection
    for room in request.args.getlist("room"):
        hub.join(connection, room)


def on_text(connection: Connection, text: str) -> None:
    if text == "break":
        raise RuntimeError("a listener failed on purpose")
    if text == "wait":
        open_gate.wait()
    hub.send(connection, Frame.message(f"you said {text}"))


@app.post("/do")
def do() -> dict[str, Any]:
    """Everything in the list happens in one turn of the loop."""
    global during_fan_out
    during_fan_out += hub._lifecycle.fan_out._writing is not None
    for step in request.get_json():
        match step:
            case ["publish", room, parts, *instead]:
                replaced = {person: Frame(other) for person, other in (instead[0] if instead else {}).items()}
                hub.publish(room, Frame(parts), replaced)
            case ["message", room, text]:
                hub.publish(room, Frame.message(text))
            case ["send", name, parts]:
                hub.send(named[name], Frame(parts))
            case ["enter", name, room]:
                hub.join(named[name], room)
            case ["leave", name, room]:
                hub.leave(named[name], room)
            case ["close", name, code, reason]:
                hub.close(named[name], code, reason)
            case ["close person", person, code, reason]:
                hub.close_where(lambda connection: True, code, reason, person=person)
            case ["close login", login, code, reason]:
                hub.close_where(lambda connection: connection.login == login, code, reason)
            case ["open gate"]:
                open_gate.set()
            case ["drain", seconds]:
                gevent.spawn(hub.drain, seconds)
            case _:
                raise ValueError(step)
    return state()


@app.get("/state")
def state() -> dict[str, Any]:
    return {
        **asdict(hub.stats()),
        "connections": hub.connections,
        "descriptors": len(os.listdir("/proc/self/fd")),
        "people": {
            room: sorted({one.person for one in hub.members(room) if one.person is not None}) for room in hub.rooms()
        },
        "most": dict(
            zip(("connections", "files", "hard"), (hub.max_connections, *getrlimit(RLIMIT_NOFILE)), strict=True)
        ),
        "gone": gone,
        "during_fan_out": during_fan_out,
        "objects": sum(isinstance(one, Connection) for one in gc.get_objects()),
    }


if __name__ == "__main__":
    from gevent.pywsgi import WSGIServer

    WSGIServer(socket.socket(fileno=int(sys.argv[1])), app, log=None).serve_forever()
