"""Customers are imported: new, changed or unchanged, each as the venue writes them, and no account is handed over by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bookings.accounts.own.deletion import delete_account
from bookings.administration.groups import add_member, make_group
from bookings.administration.imports.run import import_table
from bookings.administration.imports.verdicts import LinesRefused
from bookings.administration.people.merge import merge_people
from bookings.administration.people.walk_ins import hand_over_account
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.customers.typed import NO_WAY_TO_FIND
from bookings.errors import NotFound
from bookings.models import LogEntry, Noun, Person, VenueCustomer
from bookings.reading.administration.tables import csv_parts
from bookings.reading.people.customers import known_as, known_customers
from bookings.reading.people.export import read_export
from bookings.reading.people.groups import group_of
from bookings.reading.people.record import find_customers
from tests import records
from tests.administration.imports.trying import HEAD, exported, tried
from tests.world.clock import at, set_clock
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


def test_customers_without_an_address_are_found_by_number_and_name(database: Database, desk: Desk) -> None:
    desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "Rosa Roth", "phone": "044 765 43 21"})
    text = "name,phone\nRosa  roth,+41 44 765 43 21\nPaul Penn,044 123 45 67\nPia Penn,044 123 45 67\n"
    assert tried(desk, "customers", text) == [
        "line 2: changes name from Rosa Roth to Rosa roth, phone from 044 765 43 21 to +41 44 765 43 21",
        "line 3: new",
        "line 4: new",
    ]
    import_table(desk, MAX, CLUB, "customers", text)
    assert set(tried(desk, "customers", exported(desk, "customers"))) == {f"line {n}: unchanged" for n in (2, 3, 4)}
    assert tried(desk, "customers", "name,phone\nPaul Penn,0441234567\npaul penn,+41 44 123 45 67\nKim,\nKim,x\n") == [
        "line 2: unchanged",
        "line 3: refused: paul penn stands in a line above already",
        f"line 4: refused: {NO_WAY_TO_FIND}",
        "line 5: refused: That is not a telephone number. Write it like +41 44 123 45 67, with the country in front.",
    ]
    with database.read() as session:
        assert {each.name for each in known_customers(session, CLUB, "1234567")} == {"Paul Penn", "Pia Penn"}
        assert known_customers(session, OTHER_CLUB, "penn") == ()


def test_customers_come_into_groups_and_nobody_leaves_one(database: Database, desk: Desk) -> None:
    members, juniors = (desk.do(MAX, make_group, CLUB, {"name": name}) for name in ("Members", "Juniors, under 18"))
    desk.do(MAX, add_member, CLUB, members, {"name": "Over", "email": "over@example.com"}, "2026-03-02")
    desk.do(MAX, add_member, CLUB, juniors, {"name": "Only", "email": "only@example.com"})
    head = "name,email,phone,groups\n"
    text = head + 'Kim,kim@example.com,,"members; Juniors, under 18"\nPaul,,044 123 45 67,"Members,Members"\nX,x@example.com,,Lords\n'
    verdicts = tried(desk, "customers", text)
    assert verdicts[:2] == ["line 2: new, in Members; Juniors, under 18", "line 3: new, in Members"]
    assert "there is no group “Lords”. There are Members; Juniors, under 18" in verdicts[2]
    import_table(desk, MAX, CLUB, "customers", text.replace("Lords", ""))
    again = head + "Kim,kim@example.com,,\nOver,over@example.com,,Members\nPaul,,0441234567,members\n"
    assert tried(desk, "customers", again) == [f"line {n}: unchanged" for n in (2, 3, 4)]
    out = exported(desk, "customers")
    assert 'Kim,kim@example.com,,"Members; Juniors, under 18"' in out and 'Only,only@example.com,,"Juniors, under 18"' in out
    assert set(tried(desk, "customers", out)) == {f"line {n}: unchanged" for n in range(2, 2 + len(out.splitlines()) - 1)}
    set_clock(database, at("10:00") + timedelta(days=2))
    assert tried(desk, "customers", head + "Over,over@example.com,,Members\n") == ["line 2: changes groups from none to Members"]
    assert "Over,over@example.com,,\r\n" in exported(desk, "customers")
    import_table(desk, MAX, CLUB, "customers", head + "Over,over@example.com,,Members\n")
    lines = records.found(database, select(LogEntry.values).where(LogEntry.noun == Noun.GROUP, LogEntry.noun_id == members))
    assert lines[-1] == [{"field": "Members", "before": None, "after": "3, 1 of them put in by an import"}]
    kim = records.found(database, select(Person.id).where(Person.name == "Kim"))[0]
    with database.read() as session:
        assert group_of(session, CLUB, kim, date(2026, 3, 4)) == members


def test_an_export_goes_to_the_end_in_parts_that_an_import_takes(database: Database, desk: Desk) -> None:
    for first in (0, 1_000):
        lines = "".join(f"Guest {n},guest{n}@example.com,\n" for n in range(first, first + 1_000))
        import_table(desk, MAX, CLUB, "customers", HEAD + lines)
    import_table(desk, MAX, CLUB, "customers", HEAD + "Last,last@example.com,\n")
    parts = list(csv_parts(desk.database, CLUB, "customers", MAX))
    assert [len(part.splitlines()) for part in parts] == [1_001, 1_000, 1]
    assert len({line.split(",")[1] for part in parts for line in part.splitlines()}) == 2_002
