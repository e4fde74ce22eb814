"""A venue's logo is set, logged, drawn on open boards and removed by those who manage it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.administration.documents import import_venue
from bookings.administration.logos import decode_logo, set_logo
from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from bookings.errors import ChangedMeanwhile, Invalid, NotAllowed
from bookings.models import LogEntry, TopicVersion, Venue
from bookings.reading.administration.documents import read_document
from tests.pictures import picture
from tests.world.people import ADA, MAX, SAM
from tests.world.places import CLUB

LOGO = decode_logo(picture("PNG"))


def kept(desk: Desk, venue_id: str = CLUB) -> tuple[str, bytes | None]:
    with desk.database.read() as session:
        venue = session.get_one(Venue, venue_id)
        return venue.logo, venue.logo_picture


def test_it_is_set_and_removed_and_both_are_logged(desk: Desk) -> None:
    desk.do(MAX, set_logo, CLUB, LOGO)
    assert kept(desk) == (LOGO.hash, LOGO.body)
    desk.do(MAX, set_logo, CLUB, LOGO)
    desk.do(MAX, set_logo, CLUB, None)
    assert kept(desk) == ("", None)
    with desk.database.read() as session:
        lines = session.scalars(select(LogEntry).where(LogEntry.noun_id == CLUB).order_by(LogEntry.id)).all()
        assert [each["field"] for line in lines for each in line.values] == ["Logo", "Logo"]
        assert session.scalar(select(TopicVersion.version).where(TopicVersion.topic == f"setup:{CLUB}")) == 2


def test_who_does_not_manage_the_venue_or_saw_older_terms_changes_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.do(SAM, set_logo, CLUB, LOGO)
    desk.do(ADA, edit_venue, CLUB, {"window_days": 7})
    with pytest.raises(ChangedMeanwhile):
        desk.do(MAX, set_logo, CLUB, LOGO, 0)
    assert kept(desk) == ("", None)


def test_a_venue_takes_its_logo_along_in_its_document(desk: Desk) -> None:
    desk.do(MAX, set_logo, CLUB, LOGO)
    with desk.database.read() as session:
        document = read_document(session, CLUB, ADA)
    assert kept(desk, desk.do(ADA, import_venue, document)) == (LOGO.hash, LOGO.body)
    for wrong in ("no base64!", 7, {"x": 1}, "aGVsbG8="):
        with pytest.raises(Invalid) as refused:
            desk.do(ADA, import_venue, {**document, "logo": wrong})
        assert list(refused.value.fields) == ["logo"]
