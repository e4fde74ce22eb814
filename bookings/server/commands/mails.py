"""`flask --app app mails list` and `mails remove ID`."""

from __future__ import annotations

import click

from bookings.administration.mails import remove_mail
from bookings.models.person import RINGSIDE
from bookings.program import Ringside
from bookings.reading.administration.mails import read_outbox
from bookings.rules.times.zones import iso
from bookings.server.commands.running import on_the_database

group = click.Group("mails", help="Mails that wait, and those that came back.")


@group.command("list")
@on_the_database
def show(ringside: Ringside) -> None:
    """Print the mails that wait longest, with their ids, and those that came back last."""
    with ringside.database.read() as session:
        outbox = read_outbox(session)
    click.echo(f"{outbox.waiting} waiting")
    for mail in outbox.first:
        click.echo(f"  {mail.id}  {iso(mail.at)}  {mail.to}: {mail.subject}" + (f" ({mail.why})" if mail.why else ""))
    click.echo(f"{outbox.back} came back")
    for lost in outbox.lost:
        click.echo(f"  {iso(lost.at)}  {lost.to}: {lost.subject} ({lost.why})")


@group.command("remove")
@click.argument("id")
@on_the_database
def remove(ringside: Ringside, id: str) -> None:
    """Never send this one, which waits. ID is printed by `mails list`."""
    ringside.desk.do(RINGSIDE, remove_mail, id)
    click.echo("The mail is removed.")
