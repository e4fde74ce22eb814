"""Whatever is there: exported and imported again it is the same, and no spreadsheet takes any of it for a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bookings.administration.groups import make_group
from bookings.administration.imports.run import import_table, try_table
from bookings.administration.imports.verdicts import LinesRefused
from bookings.administration.prices import set_prices
from bookings.desk import Desk
from bookings.reading.administration.groups import read_groups
from bookings.reading.administration.tables import csv_parts
from bookings.rules.setup.tables import TABLES
from bookings.rules.text.cells import csv_line
from bookings.rules.text.tables import decode_table, read_table
from tests.administration.test_any_prices import Rule, any_rules
from tests.world.people import MAX
from tests.world.places import CLUB, THEATRE

often = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True, database=None)
longer = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t"), min_size=1)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
names = st.builds(str.__add__, st.sampled_from(["", "=", "'=", "+", "-1", "@", "'", '"', ";", "Özil "]), texts).filter(str.strip)
phones = st.sampled_from(["", "+41 44 123 45 67", "044 123 45 67", "112"])


@settings(max_examples=100, derandomize=True, database=None)
@given(cells=st.lists(st.tuples(names, longer), min_size=1))
def test_cells_come_back_as_they_were(cells: list[tuple[str, str]]) -> None:
    assume(all(text.strip() for _, text in cells))
    written = "\ufeff" + csv_line(["name", "plan"]) + "".join(map(csv_line, cells))
    for encoded in (written.encode(), written[1:].encode("utf-16")):
        lines = read_table(decode_table(encoded), TABLES["plans"].columns)
        assert [(line.cells["name"], line.cells["plan"]) for line in lines] == cells
    opened = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in opened)


@often
@given(rows=st.lists(st.tuples(names, phones), min_size=1, max_size=4), number=st.integers(0, 10**6))
def test_customers_are_the_same(desk: Desk, rows: list[tuple[str, str]], number: int) -> None:
    put(desk, "customers", ["name", "email", "phone"], [(name, f"{number}.{n}@example.com", phone) for n, (name, phone) in enumerate(rows)])


@often
@given(
    rows=st.lists(st.tuples(names, st.sampled_from(["", "1", "3", "7", "12"]), st.sampled_from(["", "tennis", "=x"]))),
    part=st.sampled_from(["", "Court 1", "Court 2"]),
)
def test_courts_and_people_are_the_same(desk: Desk, rows: list[tuple[str, str, str]], part: str) -> None:
    rest = [(name, "coach", number, sport, "") for name, number, sport in rows]
    put(desk, "resources", ["name", "kind", "number", "sport", "part_of"], [("Half", "court", "", "tennis", part), *rest])


@often
@given(rules=any_rules)
def test_prices_are_the_same(desk: Desk, rules: list[Rule]) -> None:
    with desk.database.read() as session:
        groups = {group.name: group.id for group in read_groups(session, CLUB, MAX)[1]}
    for name in {"members", "guests"} - groups.keys():
        groups[name] = desk.do(MAX, make_group, CLUB, {"name": name})
    assume(rules)
    desk.do(MAX, set_prices, CLUB, [{**each, "group": groups[each["group"]]} if "group" in each else each for each in rules])
    unchanged(desk, "prices", CLUB)


@often
@given(rows=st.lists(st.tuples(names, st.integers(1, 30)), min_size=1, max_size=3))
def test_plans_are_the_same(desk: Desk, rows: list[tuple[str, int]]) -> None:
    plans = [(name, f"Hall, price A 48.00\r\nA 1-{seats}\n") for name, seats in rows]
    put(desk, "plans", ["name", "plan"], plans, THEATRE)


def put(desk: Desk, noun: str, columns: list[str], rows: list[tuple[str, ...]], venue: str = CLUB) -> None:
    """Import those of the rows that can be; then the export is imported once more."""
    try:
        import_table(desk, MAX, venue, noun, csv_line(columns) + "".join(map(csv_line, rows)))
    except LinesRefused as refused:
        sound = [row for row, verdict in zip(rows, refused.report.verdicts, strict=True) if verdict not in refused.report.refused]
        assume(sound)
        return put(desk, noun, columns, sound, venue)
    unchanged(desk, noun, venue)


def unchanged(desk: Desk, noun: str, venue: str) -> None:
    report = try_table(desk, MAX, venue, noun, "".join(csv_parts(desk.database, venue, noun, MAX)))
    assert report.counts["unchanged"] == len(report.verdicts) and not report.besides, [each.words for each in report.verdicts]
