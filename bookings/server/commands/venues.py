"""`flask --app app venue import FILE`, `venue export ID`, `venue invite ID EMAIL` and `venue remind ID`."""

from __future__ import annotations

import json
from typing import BinaryIO, TextIO

import click

from bookings.administration.documents import LISTS, import_venue
from bookings.administration.people.invite import invite_staff
from bookings.administration.venues import edit_venue
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import StaffLevel
from bookings.models.person import RINGSIDE
from bookings.program import Ringside
from bookings.reading.administration.documents import Document, read_document
from bookings.reading.administration.venues import read_managed_venues, read_terms
from bookings.server.commands.running import link_address, on_the_database

LARGEST = 4 * 1024 * 1024
SWITCH = ("on", "off")
LEVELS = (StaffLevel.DESK.value, StaffLevel.MANAGER.value)

group = click.Group("venue", help="Venues as documents, and who works there.")


class _DryRun(Exception):
    """Ends the transaction after everything was made, so that nothing is."""


@group.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would be made or what is wrong, and make nothing.")
@on_the_database
def import_(ringside: Ringside, file: BinaryIO, dry_run: bool) -> None:
    """Make the venue that a file describes, all of it or nothing; - is standard input. Prints its id."""
    document = _read(file)

    def make(tx: Transaction) -> str:
        venue_id = import_venue(tx, document)
        if dry_run:
            raise _DryRun
        return venue_id

    try:
        venue_id = ringside.desk.do(RINGSIDE, make)
    except _DryRun:
        click.echo(f"It could be made: {_counts(document)}. Nothing was changed.")
        return
    click.echo(f"Made: {_counts(document)}.", err=True)
    click.echo(venue_id)


@group.command("export")
@click.argument("id")
@click.option("--output", type=click.File("w", encoding="utf-8", atomic=True), default="-", help="A file; else it is printed.")
@on_the_database
def export(ringside: Ringside, id: str, output: TextIO) -> None:
    """Write a venue as a file that can be imported. ID is in the address of its pages."""
    with ringside.database.read() as session:
        try:
            document = read_document(session, id, RINGSIDE)
        except NotFound:
            known = "\n".join(f"  {each.id}  {each.name}" for each in read_managed_venues(session, RINGSIDE))
            raise NotFound(f"There is no venue with this id. There are:\n{known}" if known else "There is no venue yet.") from None
    output.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


@group.command("invite")
@click.argument("id")
@click.argument("email")
@click.option("--name", prompt=True, help="As others see it.")
@click.option("--level", type=click.Choice(LEVELS), default=LEVELS[0], show_default=True, help="What they may do there.")
@on_the_database
def invite(ringside: Ringside, id: str, email: str, name: str, level: str) -> None:
    """Let somebody work at the venue with this ID. Prints the link with which they set a password, once and within a week."""
    given = {"name": name, "email": email}
    invited = ringside.desk.do(RINGSIDE, invite_staff, id, given, level, ringside.site.get())
    if invited.secret is None:
        click.echo(f"{email} had an account, and has these rights now.")
    else:
        click.echo(f"An invitation goes to {email}." if invited.mailed else link_address(ringside, invited.secret))


@group.command("remind")
@click.argument("id")
@click.option("--day-before", type=click.Choice(SWITCH), help="A day before, at the same time of day.")
@click.option("--two-hours-before", type=click.Choice(SWITCH), help="Two hours before.")
@on_the_database
def remind(ringside: Ringside, id: str, day_before: str | None, two_hours_before: str | None) -> None:
    """Set when the customers of the venue with this ID are reminded of what they booked. What is left out stays."""
    given = {"reminds_day_before": day_before, "reminds_two_hours_before": two_hours_before}
    changes = {name: chosen == SWITCH[0] for name, chosen in given.items() if chosen is not None}
    ringside.desk.do(RINGSIDE, edit_venue, id, changes)
    with ringside.database.read() as session:
        values = read_terms(session, id, RINGSIDE).values
    words = {"a day before": "reminds_day_before", "two hours before": "reminds_two_hours_before"}
    click.echo("; ".join(f"{moment}: {SWITCH[0] if values[name] else SWITCH[1]}" for moment, name in words.items()))


def _read(file: BinaryIO) -> Document:
    body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise click.ClickException("The file is larger than 4 MB, which no venue is.")
    try:
        document = json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"The file is not UTF-8: byte {error.start + 1} is none. Save it as UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise click.ClickException(f"The file is not JSON: {error}.") from None
    if not isinstance(document, dict):
        raise click.ClickException("The file is not a venue: it has to be an object with “terms”.")
    return document


def _counts(document: Document) -> str:
    counts = [f"{len(document[name])} {name.replace('_', ' ')}" for name in LISTS if document.get(name)]
    return ", ".join([str(document.get("terms", {}).get("name", "a venue")), *counts])
