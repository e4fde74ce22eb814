"""The command line of `python app.py`: read it, build the application, serve it with the embedded server."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
from collections.abc import Callable

import gevent
from flask import Flask

from bookings import logs
from bookings.demo import PASSWORD, demo_accounts, fill
from bookings.demo.ghosts.loop import Ghosts
from bookings.http.layout import load_templates
from bookings.program import Ringside
from bookings.server.addresses import address_of
from bookings.server.first_start import set_up_words
from bookings.server.shutdown import FINISH_SECONDS, on_signals
from bookings.server.wsgi import Server
from bookings.settings import Settings, read_settings

BACKLOG = 4096


def main(create_app: Callable[[Settings], Flask]) -> None:
    """Parse, build, serve until SIGTERM or Ctrl-C."""
    arguments = parser().parse_args()
    logs.configure()
    settings = read_settings(**{name: value for name, value in vars(arguments).items() if value is not None})
    app = create_app(settings)
    ringside: Ringside = app.extensions["ringside"]
    ringside.database.lock_file()
    if settings.demo:
        _demo(ringside)
    load_templates(app)
    ringside.start()
    listener = _listener(settings.host, settings.port)
    server = _server(listener, app, ringside)
    _print_addresses(ringside, listener.getsockname()[1])
    server.serve_forever()


def parser() -> argparse.ArgumentParser:
    """What stands in place of a setting of the environment."""
    parser = argparse.ArgumentParser(prog="python app.py", description="Ringside, the live front desk.")
    parser.add_argument("--demo", action="store_true", default=None, help="make demo data in an empty database")
    parser.add_argument(
        "--simulate", action="store_true", default=None, help="let ghost customers book, so that it moves"
    )
    parser.add_argument("--host", help="address to listen on (HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT)")
    return parser


def _demo(ringside: Ringside) -> None:
    fill(ringside.desk)
    if ringside.settings.simulate:
        gevent.spawn(Ghosts(ringside.desk, ringside.database).run)


def _listener(host: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        sys.exit(f"Cannot listen on {host}:{port}: {error.strerror}. Is another program there? Try --port {port + 1}.")
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited by what is accepted; else 40 ms stalls
    return listener


def _server(listener: socket.socket, app: Flask, ringside: Ringside) -> Server:
    settings = ringside.settings
    server = Server(
        listener,
        app,
        per_address=None if settings.proxy_hops else settings.http_max_per_address,
        adopted=lambda: ringside.live.hub.connections if ringside.live else 0,
    )

    def leave() -> None:
        server.finish(FINISH_SECONDS)
        server.stop()

    on_signals(ringside, leave, signal.SIGTERM, signal.SIGINT)
    return server


def _print_addresses(ringside: Ringside, port: int) -> None:
    settings = ringside.settings
    address = address_of(settings.host, port)
    public = f", for people {settings.public_url}" if settings.public_url else ""
    print(f"\n  Ringside is at {address}{public}\n", flush=True)
    if words := set_up_words(ringside, address):
        print(words, flush=True)
    if settings.demo:
        for words, email in demo_accounts():
            print(f"    {email:<22} {words}", flush=True)
        print(f"    Password for all of them: {PASSWORD}\n", flush=True)
