"""`flask --app app db upgrade`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from bookings.database.opening import bring_up_to_date, check_up_to_date
from bookings.http.current import current_ringside

group = click.Group("db", help="The tables of the database.")


@group.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the tables up to date, as a start does. On SQLite no server may run meanwhile."""
    database = current_ringside().database
    bring_up_to_date(database)
    click.echo(f"The database is up to date ({check_up_to_date(database)}).")
