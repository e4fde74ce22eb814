"""The page where a table is tried and imported: what was sent stays, each line has its verdict, and nothing is half imported."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from bookings.database import Database
from bookings.models import Viewer
from bookings.rules.text.tables import NOT_UTF_8
from tests import records
from tests.web.visits import Answer, Visitor
from tests.world.people import ANN, MAX, SAM
from tests.world.places import AIRLINE, CLUB, THEATRE

Visit = Callable[..., Visitor]
IMPORT = f"/admin/venues/{CLUB}/import"
HEAD = "name,email,phone\n"


def upload(visitor: Visitor, written: bytes, answers: int, noun: str = "customers") -> Answer:
    form = {"csrf_token": visitor.token(), "noun": noun, "do": "try", "file": (io.BytesIO(written), "list.csv")}
    answer = Answer(visitor.client.post(IMPORT, data=form, content_type="multipart/form-data"))
    assert answer.status == answers, answer.words[:300]
    return answer


@pytest.mark.parametrize("who", [ANN, SAM])
def test_nobody_but_managers_imports(visit: Visit, who: Viewer) -> None:
    for path in (IMPORT, f"{IMPORT}/customers.csv"):
        visit(who).open(path, 404)
    visit(who).send(IMPORT, {"noun": "customers", "csv": HEAD}, answers=404)
    large = {"file": (io.BytesIO(b"x" * 1_200_000), "list.csv")}
    assert visit(who).client.post(IMPORT, data=large).status_code == 404
    assert visit().client.post(IMPORT, data={"file": (io.BytesIO(b"x" * 1_200_000), "list.csv")}).status_code < 500


def test_a_file_is_tried_then_imported_and_downloaded_again(visit: Visit, sqlite: Database) -> None:
    manager = visit(MAX)
    with records.nothing_changes(sqlite):
        page = upload(manager, "name;email;phone\nZoë Özil;zoe@example.com;+41 44 123 45 67\n".encode(), 200)
    assert "1 line: 1 new" in page.words and "Line 2 Zoë Özil new" in page.words
    assert "Zoë Özil;zoe@example.com" in (page.value_of("csv") or "")
    page = manager.fill_in(page, {"do": "import"})
    assert "Imported: 1 new." in page.words and "Import customers imported" in page.words
    again = manager.fill_in(page, {"csv": HEAD + "Zoe Ozil,zoe@example.com,\n", "do": "try"}, answers=200)
    assert "changes name from Zoë Özil to Zoe Ozil" in again.words
    file = manager.open(f"{IMPORT}/customers.csv")
    assert file.text == "\ufeffname,email,phone,groups\r\nZoë Özil,zoe@example.com,'+41 44 123 45 67,\r\n"
    assert "attachment" in file.headers["Content-Disposition"]
    page = manager.fill_in(page, {"csv": file.text, "do": "try"}, answers=200)
    assert "There is nothing to import" in page.words and not page.page.all("button", value="import")


def test_a_refused_line_is_mended_where_it_stands(visit: Visit) -> None:
    manager = visit(MAX)
    text = HEAD + "Kim Li,kim@example.com,\nPaul,paul@,\n"
    page = manager.fill_in(manager.open(IMPORT), {"csv": text, "do": "try"}, answers=200)
    assert "Line 3 Paul refused: That is not an e-mail address." in page.words and not page.page.all("button", value="import")
    forced = manager.fill_in(page, {"do": "import", "seen": None}, answers=422)
    assert "Nothing was imported: 1 line cannot be." in forced.words and "Paul,paul@" in (forced.value_of("csv") or "")
    mended = manager.fill_in(forced, {"csv": text.replace("paul@", "paul@example.com"), "do": "import"}, answers=409)
    assert "not what you were shown any more" in mended.words
    assert "Imported: 2 new." in manager.fill_in(mended, {"do": "import"}).words


def test_many_lines_are_looked_at_in_pages_with_the_refused_ones_first(visit: Visit) -> None:
    manager = visit(MAX)
    text = HEAD + "".join(f"Guest {n},guest{n}@example.com,\n" for n in range(150)) + "Paul,paul@,\n"
    page = manager.fill_in(manager.open(IMPORT), {"csv": text, "do": "try"}, answers=200)
    assert "Line 152 Paul refused" in page.words and "Page 1 of 2" in page.words and "Line 101 " not in page.words
    page = manager.fill_in(page, {"page": "2"}, answers=200)
    assert "Line 151 Guest 149 new" in page.words and "Line 2 " not in page.words


@pytest.mark.parametrize(
    ("written", "answers", "sentence"),
    [
        ("name,email\nZoë,zoe@example.com\n".encode("latin-1"), 422, NOT_UTF_8),
        (b"PK\x03\x04\x14\x00\x06\x00", 422, "This is not a CSV file."),
        (HEAD.encode() + b"Kim,kim@example.com,\n" * 1_001, 422, "at most 1,000 lines and 200 KB"),
        (HEAD.encode() + b"Kim,kim@example.com,\n" * 100_000, 413, "at most 1,000 lines and 200 KB"),
        (HEAD.encode() + b"Kim,kim@example.com,\n" * 30_000, 422, "at most 1,000 lines and 200 KB"),
        (b"\xff\xfe" + "name\temail\nZoë\tzoe@example.com\n".encode("utf-16-le"), 200, "Line 2 Zoë new"),
        (HEAD.encode() + b"=1+1,sum@example.com,\n", 200, "Line 2 =1+1 new"),
        (HEAD.encode() + b"<b>Kim</b>,kim@example.com,\n", 200, "Line 2 <b>Kim</b> new"),
    ],
    ids=["Latin-1", "a workbook", "too many lines", "100,000 lines", "30,000 lines", "UTF-16", "a formula", "markup"],
)
def test_files_of_every_kind(visit: Visit, sqlite: Database, written: bytes, answers: int, sentence: str) -> None:
    manager = visit(MAX)
    with records.nothing_changes(sqlite):
        assert sentence in upload(manager, written, answers).words


@pytest.mark.parametrize(("venue", "nouns"), [(CLUB, 4), (THEATRE, 2), (AIRLINE, 2)])
def test_each_kind_of_venue_has_its_tables(visit: Visit, venue: str, nouns: int) -> None:
    manager = visit(MAX)
    page = manager.open(f"/admin/venues/{venue}/import")
    links = [each["href"] for each in page.page.one(id="main").all("a") if each["href"].endswith(".csv")]
    assert len(links) == nouns and "Import" in page.words
    for link in links:
        manager.open(link)
    manager.open(f"/admin/venues/{venue}/import/horses.csv", 404)
    manager.send(f"/admin/venues/{venue}/import", {"noun": "horses", "csv": HEAD}, answers=404)
