"""A table of a venue as it is exported, and what is said of each line when one is tried."""

from __future__ import annotations

from bookings.administration.imports.run import try_table
from bookings.administration.imports.verdicts import Report
from bookings.desk import Desk
from bookings.reading.administration.tables import csv_parts
from tests.world.people import MAX
from tests.world.places import CLUB

HEAD = "name,email,phone\n"


def exported(desk: Desk, noun: str, venue: str = CLUB) -> str:
    return "".join(csv_parts(desk.database, venue, noun, MAX))


def words(report: Report) -> list[str]:
    return [f"line {each.line}: {each.words}" for each in report.verdicts]


def tried(desk: Desk, noun: str, text: str, venue: str = CLUB) -> list[str]:
    return words(try_table(desk, MAX, venue, noun, text))
