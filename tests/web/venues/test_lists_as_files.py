"""Lists as files: CSV and XLSX of what a list shows, for exactly those who may see it, in which nothing is a formula."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from zipfile import ZipFile

import pytest
from flask import Flask

from bookings.desk import Desk
from bookings.desk.blocks import block_time
from bookings.desk.book import book_court, book_seats
from bookings.http.files.spreadsheets import MORE, MOST_ROWS, spreadsheet
from bookings.models import Viewer
from tests.web.visits import Visit, desk_of
from tests.world.clock import NEXT_DAY, TODAY, at
from tests.world.people import ANN, BOB, NORA, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, MARTA, OTHER_COURT, THEATRE

FORMULA = '=HYPERLINK("http://x") Otto'
BOOKINGS = f"/admin/bookings.{{}}?day={TODAY}"
CUSTOMERS = f"/venues/{CLUB}/customers/list.{{}}?q=otto"
SHEETS = f"/venues/{CLUB}/day-sheets.{{}}?date={TODAY}&of={COURT_1}"
DOOR = f"/venues/{THEATRE}/door/list.{{}}?event={HAMLET}"


@pytest.fixture
def sold(site: Flask) -> Desk:
    desk = desk_of(site)
    desk.do(SAM, book_court, COURT_1, at("11:00", TODAY), at("12:00", TODAY), customer={"name": FORMULA}, note="+41 79 000")
    desk.do(SAM, block_time, [COURT_1], at("14:00", TODAY), at("15:00", TODAY), "Nets")
    desk.do(SAM, book_court, COURT_2, at("11:00", NEXT_DAY), at("12:00", NEXT_DAY), customer={"name": "Elsa"})
    desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    return desk


def rows_of_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def rows_of_xlsx(written: bytes) -> list[list[str]]:
    """The cells of the one sheet, none of which is a formula or a link."""
    with ZipFile(io.BytesIO(written)) as book:
        assert not [name for name in book.namelist() if "hyperlink" in name or "externalLink" in name]
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    rows = re.findall(r"<row [^>]*>(.*?)</row>", sheet, re.DOTALL)
    return [[unescape(each) for each in re.findall(r"<(?:t|v)(?: [^>]*)?>(.*?)</(?:t|v)>", row, re.DOTALL)] for row in rows]


@pytest.mark.parametrize(
    ("path", "found", "of", "strangers"),
    [(BOOKINGS, FORMULA, 1, (None,)), (CUSTOMERS, FORMULA, 1, (None, ANN, NORA)), (DOOR, "A2", 2, (None, ANN, NORA)),
     (SHEETS, FORMULA, 2, (None, ANN, NORA))],
)  # fmt: skip
def test_a_list_is_a_file_of_what_it_is_narrowed_to(
    sold: Desk, visit: Visit, path: str, found: str, of: int, strangers: tuple[Viewer | None, ...]
) -> None:
    written, book = visit(SAM).open(path.format("csv")).text, visit(SAM).client.get(path.format("xlsx")).data
    head, *lines = rows_of_csv(written)
    assert len(lines) == of and not [cell for line in lines for cell in line if cell[:1] in ("=", "+", "-", "@")]
    assert any(found in cell for line in lines for cell in line) and "Elsa" not in written
    heads, *others = rows_of_xlsx(book)
    assert heads == head and len(others) == of and any(found in line for line in others)
    for stranger in strangers:
        for ending in ("csv", "xlsx"):
            visit(stranger).open(path.format(ending), 404 if stranger else 302)
    visit(SAM).open(path.format("pdf"), 404)


def test_customers_have_no_list_of_bookings_and_staff_read_theirs_alone(sold: Desk, visit: Visit) -> None:
    visit(BOB).open(BOOKINGS.format("csv"), 403)
    assert len(rows_of_csv(visit(NORA).open("/admin/bookings.csv").text)) == 1
    assert len(rows_of_csv(visit(SAM).open("/admin/bookings.csv?page=2").text)) == 4, "all pages, whichever one looks at"
    for query in ("day=soon", "status=lost", "venue=nowhere"):
        visit(SAM).open(f"/admin/bookings.csv?{query}", 422)


ODD = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "http://x.example", "a\x00\x1b\ud800b", "_x0041_", "x" * 40_000]


@pytest.mark.parametrize("odd", ODD)
def test_text_stays_text_whatever_it_begins_with(site: Flask, odd: str) -> None:
    with site.test_request_context():
        [cell] = rows_of_csv(spreadsheet("a", "csv", ["Name"], [[(odd,)]]).get_data(as_text=True))[1]
        assert cell.lstrip()[:1] not in ("=", "+", "-", "@") and not re.search(r"[\x00-\x08\x1b\ud800]", cell)
        response = spreadsheet("a", "xlsx", ["Name"], [[(odd,)]])
        response.direct_passthrough = False
        [_, row] = rows_of_xlsx(response.get_data())
    assert len(row) == 1 and len(row[0]) <= 32_767 and "\x1b" not in row[0]


def test_a_file_ends_with_a_sentence_where_there_is_more(site: Flask) -> None:
    hundred_thousand = ([(number, "a")] * 500 for number in range(200))
    with site.test_request_context():
        lines = rows_of_csv(spreadsheet("a", "csv", ["Number", "Name"], hundred_thousand).get_data(as_text=True))
    assert len(lines) == 1 + MOST_ROWS + 1 and lines[-1] == [MORE]


def test_day_sheets_are_printed_with_the_moment_they_are_of(sold: Desk, visit: Visit) -> None:
    page = visit(SAM).open(f"/venues/{CLUB}/day-sheets?date={TODAY}")
    assert "As of Tue 3 Mar" in page.words or "As of Mon 2 Mar" in page.words
    assert "Court 1" in page.words and "11:00 –12:00" in page.words and "Closed Nets" in page.words and "Elsa" not in page.words
    assert "Elsa" in visit(SAM).open(f"/venues/{CLUB}/day-sheets?date={NEXT_DAY}&of={COURT_2}").words
    assert "Nothing is booked here" in visit(SAM).open(f"/venues/{CLUB}/day-sheets?of={MARTA}&date={NEXT_DAY}").words
    assert "Write the date" in visit(SAM).open(f"/venues/{CLUB}/day-sheets?date=soon", 422).words
    visit(SAM).open(f"/venues/{CLUB}/day-sheets?of={OTHER_COURT}", 404)
    for stranger in (ANN, NORA):
        visit(stranger).open(f"/venues/{CLUB}/day-sheets", 404)
        visit(stranger).open(f"/venues/{THEATRE}/door/sheet?event={HAMLET}", 404)
    assert "A1, A2" in visit(SAM).open(f"/venues/{THEATRE}/door/sheet?event={HAMLET}").words
