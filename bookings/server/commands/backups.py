"""`flask --app app backup FILE` and `restore FILE`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from bookings.database.backups import CannotBackUp, make_backup, restore_backup
from bookings.database.opening import open_database
from bookings.http.current import current_ringside
from bookings.program import Ringside
from bookings.server.commands.running import on_the_database

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command("backup")
@FILE
@click.option("--force", is_flag=True, help="Replace the file when there is one.")
@on_the_database
def backup(ringside: Ringside, file: Path, force: bool) -> None:
    """Write all that is in the database into FILE, also while the server runs."""
    try:
        revision = make_backup(ringside.database, file, replace=force)
    except CannotBackUp as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file} has everything ({file.stat().st_size // 1024:,} KB, at {revision}), and was read again.")


@click.command("restore")
@FILE
@click.option("--into", metavar="URL", help="The address of another database than DATABASE_URL.")
@click.option("--force", is_flag=True, help="Lose what is in the database.")
@with_appcontext
def restore(file: Path, into: str | None, force: bool) -> None:
    """Put what FILE has into an empty database, brought up to date. No server may run on it meanwhile."""
    database = open_database(into, upgrade=False) if into else current_ringside().database
    try:
        revision, newest = restore_backup(file, database, replace=force)
    except CannotBackUp as error:
        raise click.ClickException(str(error)) from None
    finally:
        if into:
            database.close()
    brought = "" if revision == newest else f", brought up to date from {revision}"
    click.echo(f"{database.engine.url.render_as_string(hide_password=True)} has everything that {file} has (at {newest}{brought}).")
