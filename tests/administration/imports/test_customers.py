"""Customers are imported: new, changed or unchanged, each as the venue writes them, and no account is handed over by it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.accounts.own.deletion import delete_account
from bookings.administration.imports.run import import_table
from bookings.administration.imports.verdicts import LinesRefused
from bookings.administration.people.merge import merge_people
from bookings.administration.people.walk_ins import hand_over_account
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.errors import NotFound
from bookings.models import LogEntry, Noun, VenueCustomer
from bookings.reading.people.customers import known_as, known_customers
from bookings.reading.people.export import read_export
from bookings.reading.people.record import find_customers
from tests import records
from tests.administration.imports.trying import HEAD, exported, tried
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, MAX, SAM, email_of
from tests.world.places import CLUB, COURT_1, OTHER_CLUB, OTHER_COURT


def test_customers_are_new_changed_unchanged_or_refused_and_found_at_the_desk(database: Database, desk: Desk) -> None:
    text = "E-Mail;Phone;Name\npaul@example.com;044 123 45 67;Paul Penn\nkim@example.com;;Kim Li\n"
    with records.nothing_changes(database):
        assert tried(desk, "customers", text) == ["line 2: new", "line 3: new"]
    import_table(desk, MAX, CLUB, "customers", text)
    with records.nothing_changes(database):
        again = import_table(desk, MAX, CLUB, "customers", text)
    assert again.summary == "2 unchanged"
    later = HEAD + "Paul Penn,paul@example.com,044 765 43 21\nPauline,kim@example.com,\nKim,kim@example,\n"
    later += ",x@example.com,\nA\x1bB,y@example.com\n"
    assert tried(desk, "customers", later) == [
        "line 2: changes phone from +41 44 123 45 67 to +41 44 765 43 21",
        "line 3: refused: This customer is known here as Kim Li, and you typed Pauline.",
        "line 4: refused: That is not an e-mail address. Write it like name@example.com.",
        "line 5: refused: the name is missing",
        "line 6: refused: the name contains characters that cannot be shown",
    ]
    with records.nothing_changes(database), pytest.raises(LinesRefused, match="4 lines cannot be"):
        import_table(desk, MAX, CLUB, "customers", later)
    with database.read() as session:
        assert [each.name for each in known_customers(session, CLUB, "penn")] == ["Paul Penn"]
        assert [each.name for each in find_customers(session, CLUB, "1234567", SAM).customers] == ["Paul Penn"]
        assert known_customers(session, OTHER_CLUB, "penn") == ()
    booking = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "paul penn", "email": "paul@example.com"})
    assert records.booking(database, booking).customer_phone == "+41 44 123 45 67"


def test_an_address_known_elsewhere_is_new_as_any_other_and_overwrites_nobody(database: Database, desk: Desk) -> None:
    desk.do(ANN, book.book_court, OTHER_COURT, at("10:00"), at("11:00"))
    before = records.person(database, ANN.id)
    text = HEAD + f"Zzz,{email_of(ANN)},044 123 45 67\nNobody,nobody@example.com,\n"
    assert tried(desk, "customers", text) == ["line 2: new", "line 3: new"]
    import_table(desk, MAX, CLUB, "customers", text)
    after = records.person(database, ANN.id)
    assert (after.name, after.phone, after.email) == (before.name, before.phone, before.email)
    assert f"Zzz,{email_of(ANN)}" in exported(desk, "customers") and ANN.name not in exported(desk, "customers")
    with database.read() as session:
        known = known_as(session, CLUB, ANN.id)
        assert known is not None and (known.name, known.own_name) == ("Zzz", False)
        elsewhere = known_as(session, OTHER_CLUB, ANN.id)
        assert elsewhere is not None and elsewhere.name == ANN.name
        assert ANN.name not in str(session.scalars(select(LogEntry.values).where(LogEntry.noun == Noun.IMPORT)).all())


def test_a_customer_under_their_own_name_keeps_it_and_gets_the_number(database: Database, desk: Desk) -> None:
    desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    text = HEAD + f"{ANN.name},{email_of(ANN)},044 123 45 67\n"
    assert tried(desk, "customers", text) == ["line 2: changes phone from none to +41 44 123 45 67"]
    import_table(desk, MAX, CLUB, "customers", text)
    desk.do(ANN, book.book_court, COURT_1, at("12:00"), at("13:00"))
    assert tried(desk, "customers", exported(desk, "customers")) == ["line 2: unchanged"]
    assert records.person(database, ANN.id).phone is None


def test_who_was_written_down_reads_it_and_it_goes_with_them(database: Database, desk: Desk) -> None:
    text = HEAD + f"Zzz,{email_of(ANN)},044 123 45 67\nPaul,paul@example.com,\n"
    import_table(desk, MAX, CLUB, "customers", text)
    with database.read() as session:
        copy = read_export(session, ANN.id)["writtenDownAt"]
    assert [(each["venue"], each["name"], each["phone"]) for each in copy] == [("Seehof Tennis", "Zzz", "+41 44 123 45 67")]
    paul = records.found(database, select(VenueCustomer.person_id).where(VenueCustomer.name == "Paul"))[0]
    desk.do(ADA, merge_people, BOB.id, paul)
    with database.read() as session:
        known = known_as(session, CLUB, BOB.id)
        assert known is not None and known.name == "Paul" and known_as(session, CLUB, paul) is None
    desk.do(ANN, delete_account)
    assert records.found(database, select(VenueCustomer.name)) == ["Paul"]
    assert "Zzz" not in exported(desk, "customers")


def test_no_account_is_handed_over_that_another_venue_wrote_down(database: Database, desk: Desk) -> None:
    import_table(desk, ADA, OTHER_CLUB, "customers", HEAD + "Paul Penn,paul@example.com,\n")
    import_table(desk, MAX, CLUB, "customers", HEAD + "Zzz,paul@example.com,\nKim,kim@example.com,\n")
    ids = {each.name: each.person_id for each in records.found(database, select(VenueCustomer).where(VenueCustomer.venue_id == CLUB))}
    assert desk.do(SAM, hand_over_account, CLUB, ids["Kim"])
    with pytest.raises(NotFound):
        desk.do(SAM, hand_over_account, CLUB, ids["Zzz"])
