"""`flask --app app admin create`."""

from __future__ import annotations

from typing import TextIO

import click

from bookings.accounts.admins import make_admin
from bookings.program import Ringside
from bookings.server.commands.running import on_the_database

group = click.Group("admin", help="Those who may do everything.")


@group.command("create")
@click.option("--name", prompt=True, help="As others see it.")
@click.option("--email", prompt=True, help="Signs in with it.")
@click.option("--password-file", type=click.File(), help="Has the password in its first line; - is standard input. Left out: asked for.")
@on_the_database
def create(ringside: Ringside, name: str, email: str, password_file: TextIO | None) -> None:
    """Make an admin, the first or another one."""
    if password_file is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = password_file.readline().rstrip("\r\n")
    make_admin(ringside.desk, name=name, email=email, password=password)
    click.echo(f"{email} is an admin now, and signs in with this password.")
