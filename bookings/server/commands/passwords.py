"""`flask --app app password-link EMAIL`."""

from __future__ import annotations

import click

from bookings.accounts.set_password import password_link, person_with_address
from bookings.desk.transaction import Transaction
from bookings.models.person import RINGSIDE
from bookings.program import Ringside
from bookings.rules.text.names import clean_email
from bookings.server.commands.running import link_address, on_the_database


@click.command("password-link")
@click.argument("email")
@on_the_database
def command(ringside: Ringside, email: str) -> None:
    """Print a link with which this person sets a new password, once and within a day."""

    def make(tx: Transaction) -> str:
        return password_link(tx, person_with_address(tx, clean_email(email)))

    click.echo(link_address(ringside, ringside.desk.do(RINGSIDE, make)))
