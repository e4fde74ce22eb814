"""Tables of resources, prices and plans: tried, imported whole or not at all, and the same once more changes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, event, func, select

from bookings.administration.events.plans import make_plan
from bookings.administration.groups import make_group
from bookings.administration.imports.run import import_table, try_table
from bookings.administration.imports.verdicts import OtherVerdicts
from bookings.administration.resources import edit_resource
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import Invalid, NotAllowed, NotFound
from bookings.models import LogEntry, VenueCustomer, Viewer
from bookings.reading.administration.tables import csv_parts
from bookings.rules.text.tables import MOST_LINES
from tests import records
from tests.administration.imports.trying import HEAD, exported, tried, words
from tests.world.people import ADA, ANN, MAX, NORA, SAM
from tests.world.places import CLINIC, CLUB, COURT_2, THEATRE

PLAN = "Hall, price A 48.00\nA 1-5 | 6-10\n"


def test_courts_are_found_by_name_or_number_and_parts_come_after_their_whole(database: Database, desk: Desk) -> None:
    text = (
        "number,name,kind,sport,part_of\n,Half A,,tennis,Court 1\n2,Court 1,,,\n3,Centre,,,\n,Court 9,,,Nowhere\n,X,horse,,\n"
        "5,Y,,,\n5,Z,,,\n,court 1,,,\n"
    )
    with records.nothing_changes(database):
        assert tried(desk, "resources", text) == [
            "line 2: new",
            "line 3: refused: Court 1 stands in more than one line",
            "line 4: changes name from Court 3 to Centre",
            "line 5: refused: there is no court “Nowhere”",
            "line 6: refused: A club has none of these.",
            "line 7: refused: the number 5 stands in more than one line",
            "line 8: refused: the number 5 stands in more than one line",
            "line 9: refused: court 1 stands in more than one line",
        ]
    sound = "number,name,sport,part_of\n,Half A,tennis,Court 1\n2,Court 1,,\n1,Court 2,,\n3,Centre,,\n"
    report = import_table(desk, MAX, CLUB, "resources", sound)
    assert words(report)[1:] == ["line 3: changes number from 1 to 2", "line 4: unchanged", "line 5: changes name from Court 3 to Centre"]
    assert set(words(try_table(desk, MAX, CLUB, "resources", exported(desk, "resources")))) == {
        f"line {n}: unchanged" for n in range(2, 7)
    }
    with database.read() as session:
        lines = session.execute(select(LogEntry.noun, LogEntry.name, LogEntry.act).order_by(LogEntry.id)).all()
    assert lines[-1] == ("import", "courts and people", "imported") and ("resource", "Half A", "made") in lines


def test_prices_are_the_whole_list_in_its_order(database: Database, desk: Desk) -> None:
    desk.do(MAX, make_group, CLUB, {"name": "Members"})
    before = exported(desk, "prices")
    first, second = before.splitlines()[1:]
    text = before.splitlines()[0] + f"\n{second}\n" + "20,,,court 1,,Mon-Fri Sun,8:00,12:00,members,60,\n"
    report = try_table(desk, MAX, CLUB, "prices", text)
    assert words(report) == ["line 2: changes its place from 2 to 1", "line 3: new"]
    assert report.besides == ("Rule 1 is taken away: Tennis, every day, all hours: CHF 26.00 an hour",)
    import_table(desk, MAX, CLUB, "prices", text, report.fingerprint)
    assert tried(desk, "prices", exported(desk, "prices")) == ["line 2: unchanged", "line 3: unchanged"]
    assert "Mon Tue Wed Thu Fri Sun,08:00,12:00,Members,60" in exported(desk, "prices")
    wrong = "price,court,group,days,extra\n-1,,,,\n1,Court 77,,,\n1,,Lords,,\n1,,,Funday,\n1,,,,maybe\n=1+1,,,,\n"
    with records.nothing_changes(database):
        assert [each.detail for each in try_table(desk, MAX, CLUB, "prices", wrong).verdicts] == [
            "An amount of money cannot be below zero.", "there is no court “Court 77”", "there is no group “Lords”",
            "Write the days like Mon Tue or Mon-Fri.", "extra is “yes”, or empty",
            "Write the amount as digits, for example 12.50.",
        ]  # fmt: skip


def test_plans_are_found_by_their_name(database: Database, desk: Desk) -> None:
    desk.do(ADA, make_plan, THEATRE, {"name": "Small", "plan": PLAN})
    text = 'name,plan\nSmall,"Hall, price A 48.00\nA 1-5"\nLarge,"' + PLAN + '"\nBroken,"Hall, price A\nA 1-1-1"\nSmall,x\n'
    with records.nothing_changes(database):
        verdicts = try_table(desk, ADA, THEATRE, "plans", text).verdicts
    assert [each.line for each in verdicts] == [2, 4, 7, 9]
    assert [str(each.outcome) for each in verdicts] == ["changed", "new", "refused", "refused"]
    import_table(desk, ADA, THEATRE, "plans", 'name,plan\nLarge,"' + PLAN + '"\n')
    text = "".join(csv_parts(database, THEATRE, "plans", ADA))
    assert try_table(desk, ADA, THEATRE, "plans", text).summary == "2 unchanged"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The first line has to name the columns: name, email, phone, groups."),
        (HEAD, "There is no line below the first"),
        ("Ann,ann@example.com\n", "The first line has to name the columns"),
        ("email,phone\na@example.com,1\n", "The column “name” is missing."),
        ("name,email,fax\nAnn,a@example.com,1\n", "There is no column “fax” here. There are name, email, phone, groups."),
        ("name,email,E-Mail\n", "The column “email” is there twice."),
        (HEAD + '"Ann,a@example.com,\n', "Line 2 cannot be read: a quotation mark is never closed."),
        (HEAD + '"Ann "Bee"",a@example.com,\n', "a quotation mark inside a cell has to be written twice"),
        ("x" * 150_000, "Line 1 cannot be read: a cell is too long."),
        (HEAD + "\0\0", "This is not a CSV file."),
        (HEAD + "\ud800,a@example.com,\n", "This is not a CSV file."),
        (HEAD + "A,a@example.com,\n" * (MOST_LINES + 1), "at most 1,000 lines and 200 KB"),
        (HEAD + "A,a@example.com,\n" * 100_000, "at most 1,000 lines and 200 KB"),
    ],
    ids=[
        "nothing", "head alone", "no head", "missing", "unknown", "twice", "quote", "quotes inside", "one cell", "bytes",
        "half a character", "too many", "100,000",
    ],
)
def test_what_is_no_such_table_is_said(database: Database, desk: Desk, text: str, sentence: str) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid) as refused:
        try_table(desk, MAX, CLUB, "customers", text)
    assert sentence in refused.value.fields["csv"]


@pytest.mark.parametrize("who", [SAM, NORA, ANN], ids=["desk", "elsewhere", "customer"])
def test_only_managers_import(database: Database, desk: Desk, who: Viewer) -> None:
    for run in (try_table, import_table):
        with records.nothing_changes(database), pytest.raises((NotAllowed, NotFound)):
            run(desk, who, CLUB, "customers", HEAD + "Ann,a@example.com,\n")
    with pytest.raises(NotFound):
        try_table(desk, MAX, CLINIC, "prices", "price\n1\n")


def test_what_was_shown_and_is_different_by_now_is_not_imported(database: Database, desk: Desk) -> None:
    text = "name,colour\nCourt 2,#aabbcc\n"
    seen = try_table(desk, MAX, CLUB, "resources", text).fingerprint
    desk.do(ADA, edit_resource, COURT_2, {"colour": "#112233"})
    with records.nothing_changes(database), pytest.raises(OtherVerdicts) as refused:
        import_table(desk, MAX, CLUB, "resources", text, seen)
    assert words(refused.value.report) == ["line 2: changes colour from #112233 to #aabbcc"]
    import_table(desk, MAX, CLUB, "resources", text, refused.value.report.fingerprint)


class PulledOut(BaseException):
    """The process is gone."""


def test_an_import_interrupted_half_way_leaves_nothing(database: Database, desk: Desk) -> None:
    def pulled_out(_mapper: object, connection: Connection, _line: object) -> None:
        assert connection.scalar(select(func.count()).select_from(VenueCustomer)) == 1
        raise PulledOut

    event.listen(LogEntry, "before_insert", pulled_out)
    try:
        with records.nothing_changes(database), pytest.raises(PulledOut):
            import_table(desk, MAX, CLUB, "customers", HEAD + "Ann,a@example.com,\n")
    finally:
        event.remove(LogEntry, "before_insert", pulled_out)
    assert import_table(desk, MAX, CLUB, "customers", HEAD + "Ann,a@example.com,\n").summary == "1 new"
