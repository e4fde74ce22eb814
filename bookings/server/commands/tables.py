"""`flask --app app venue import-csv ID NOUN FILE` and `venue export-csv ID NOUN`."""

from __future__ import annotations

from typing import BinaryIO, TextIO

import click

from bookings.administration.imports.run import import_table, try_table
from bookings.administration.imports.verdicts import LinesRefused, Report
from bookings.models.person import RINGSIDE
from bookings.program import Ringside
from bookings.reading.administration.tables import csv_parts
from bookings.rules.setup.tables import TABLES
from bookings.rules.text.tables import LARGEST, decode_table
from bookings.server.commands.running import on_the_database

NOUN = click.argument("noun", type=click.Choice(list(TABLES)))


@click.command("import-csv")
@click.argument("id")
@NOUN
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what every line would do, and change nothing.")
@on_the_database
def import_csv(ringside: Ringside, id: str, noun: str, file: BinaryIO, dry_run: bool) -> None:
    """Import a table into a venue, all of it or nothing; - is standard input. ID is in the address of the venue's pages."""
    text = decode_table(file.read(2 * LARGEST + 1))
    if dry_run:
        report = try_table(ringside.desk, RINGSIDE, id, noun, text)
        _print(report)
        click.echo(f"{report.summary}. Nothing was changed.")
        if report.refused:
            raise click.exceptions.Exit(1)
        return
    try:
        report = import_table(ringside.desk, RINGSIDE, id, noun, text)
    except LinesRefused as refused:
        _print(refused.report)
        raise click.ClickException(refused.message) from None
    _print(report)
    click.echo(f"Imported: {report.summary}.")


@click.command("export-csv")
@click.argument("id")
@NOUN
@click.option("--output", type=click.File("w", encoding="utf-8", atomic=True), default="-", help="A file; else it is printed.")
@on_the_database
def export_csv(ringside: Ringside, id: str, noun: str, output: TextIO) -> None:
    """Write what a venue has as a table that can be imported again."""
    for part in csv_parts(ringside.database, id, noun, RINGSIDE):
        output.write(part)


def _print(report: Report) -> None:
    for each in report.verdicts:
        click.echo(f"line {each.line}: {each.name}: {each.words}")
    for sentence in report.besides:
        click.echo(sentence)
