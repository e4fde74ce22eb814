"""`flask --app app check`: whether everything that a start needs is there, one line each."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from bookings.database.opening import check_up_to_date
from bookings.errors import CannotStart
from bookings.http.current import current_ringside
from bookings.mail.smtp import NotSent, reach
from bookings.models import Change
from bookings.program import Ringside

MOST_BEHIND = timedelta(seconds=5)


class Failed(Exception):
    """What is the matter, and what to do."""


@click.command("check")
@with_appcontext
def command() -> None:
    """Say of each part that the program needs whether it is well. The exit code is 1 when one is not."""
    ringside, wrong = current_ringside(), set[str]()
    for name, look in CHECKS.items():
        if "database" in wrong and name in ASK_THE_DATABASE:
            click.echo(f"--  {name:<9} cannot be asked without the database")
            continue
        try:
            state, words = "ok", look(ringside)
        except (Failed, CannotStart) as error:
            state, words = "NO", str(error)
            wrong.add(name)
        click.echo(f"{state}  {name:<9} {words}")
    if wrong:
        raise SystemExit(1)


def _settings(_: Ringside) -> str:
    return "all can be read"  # those that cannot end every command before it begins


def _database(ringside: Ringside) -> str:
    where = ringside.database.engine.url.render_as_string(hide_password=True)
    return f"{where} is up to date ({check_up_to_date(ringside.database)})"


def _folder(ringside: Ringside) -> str:
    path = ringside.database.engine.url.database if ringside.database.on_sqlite else None
    if path is None:
        return "none is written to"
    folder = Path(path).resolve().parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Failed(f"{folder} cannot be written by this user, so SQLite cannot keep its log there. Change its owner or mode.")
    return f"{folder} can be written"


def _clock(ringside: Ringside) -> str:
    with ringside.database.read() as session:
        theirs, last = ringside.database.now(session), session.scalar(select(Change.at).order_by(Change.id.desc()).limit(1))
    if abs(theirs - datetime.now(UTC)) > MOST_BEHIND:
        raise Failed(f"The database's clock says {theirs:%Y-%m-%d %H:%M:%S} UTC, this machine's another time. Set both by a time server.")
    if last is not None and last > theirs + MOST_BEHIND:
        raise Failed(f"The clock says {theirs:%Y-%m-%d %H:%M} UTC, but something was booked at {last:%Y-%m-%d %H:%M}. Set the clock.")
    return f"{theirs:%Y-%m-%d %H:%M:%S} UTC"


def _admin(ringside: Ringside) -> str:
    if not ringside.is_set_up():
        raise Failed("there is none. Open the address that a start prints, or type: flask --app app admin create")
    return "there is one"


def _mail(ringside: Ringside) -> str:
    server = ringside.site.get().mail
    if server is None:
        return "no mail server is set: admins hand out links themselves"
    try:
        reach(server)
    except NotSent as error:
        raise Failed(f"{server.host}:{server.port} does not take mails. {error.reason}") from None
    return f"{server.host}:{server.port} answers"


CHECKS: dict[str, Callable[[Ringside], str]] = {
    "settings": _settings,
    "database": _database,
    "folder": _folder,
    "clock": _clock,
    "admin": _admin,
    "mail": _mail,
}
ASK_THE_DATABASE = {"clock", "admin", "mail"}
