"""Settings with and without mail, and what the database has of people: where they work, what the log says, open log-ins."""

from __future__ import annotations

from sqlalchemy import select

from bookings.database import Database
from bookings.models import LogEntry, Noun, Staff
from bookings.reading.people.viewers import read_viewer
from bookings.rules.setup.settings import MailServer, SiteSettings
from tests import records

NO_MAIL = SiteSettings()
MAILS = SiteSettings("https://desk.example.com", mail=MailServer("mail.example.com", 25), mail_from="desk@example.com")


def levels(database: Database, person: str) -> dict[str, str]:
    return {row.venue_id: row.level for row in records.found(database, select(Staff).where(Staff.person_id == person))}


def lines(database: Database, person: str) -> list[LogEntry]:
    return records.found(
        database, select(LogEntry).where(LogEntry.noun == Noun.PERSON, LogEntry.noun_id == person).order_by(LogEntry.id)
    )


def is_open(database: Database, login: str) -> bool:
    with database.read() as session:
        return read_viewer(session, login) is not None
