"""Tables that people send as CSV: which encoding and delimiter, which columns, and the cells of each line under their names.

Owns the limits of a table. What a cell means is not known here.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookings.errors import Invalid
from bookings.rules.text.canonical import fold
from bookings.rules.text.cells import without_apostrophe

MOST_LINES = 1_000
LARGEST = 200 * 1024
"""In bytes. A table is imported in one transaction, for which everybody else who writes has to wait on SQLite: a thousand new
customers, or two hundred courts, take half a second to one."""

LONGEST_HEAD = 2_000

_DELIMITERS = (";", ",", "\t")
_REASONS = {
    "end of data": "a quotation mark is never closed",
    "expected after": "a quotation mark inside a cell has to be written twice",
    "field limit": "a cell is too long",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NOT_UTF_8 = (
    "This file is not UTF-8. Save it once more: in Excel as “CSV UTF-8 (Comma delimited)”, in LibreOffice as “Text CSV” with "
    "the character set Unicode (UTF-8)."
)
NO_CSV = "This is not a CSV file. In a spreadsheet, choose “Save as” and CSV."
TOO_MUCH = (
    f"This is too much for one import: at most {MOST_LINES:,} lines and {LARGEST // 1024} KB. Send it in parts; a line that was "
    "imported already changes nothing."
)


@dataclass(frozen=True)
class Column:
    """`needed`: no line is without it. `longest` in characters."""

    name: str
    needed: bool = False
    longest: int = 200


@dataclass(frozen=True)
class Line:
    """`number` is where it begins in the file, counted from 1; `cells` by the names of the columns that the file has.

    `problem` is a sentence for a line that is not one of this table.
    """

    number: int
    cells: Mapping[str, str]
    problem: str = ""

    def cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def decode_table(written: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark. Raises Invalid with what to do about another encoding."""
    if len(written) > 2 * LARGEST:
        raise _refused(TOO_MUCH)
    try:
        return written.decode("utf-16" if written.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(NOT_UTF_8) from None


def read_table(text: str, columns: Sequence[Column]) -> tuple[Line, ...]:
    """The lines below the first, which names the columns in any order; empty ones are left out.

    Commas, semicolons and tabs may divide cells. Raises Invalid for what is no such table.
    """
    text = text.removeprefix("\ufeff")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:  # half a character, which a program can send and nobody can be sent back
        raise _refused(NO_CSV) from None
    if size > LARGEST:
        raise _refused(TOO_MUCH)
    if "\0" in text:
        raise _refused(NO_CSV)
    first = next(iter(text.splitlines()), "")[:LONGEST_HEAD]
    delimiter = max(_DELIMITERS, key=lambda each: (len(_known(_row(first, each), columns)), first.count(each)))
    rows = _rows(text, delimiter)
    _, heads = next(rows, (1, []))
    names = _columns(heads, columns)
    lines = []
    for number, row in rows:
        if any(cell.strip() for cell in row):
            lines.append(_line(number, row, names, columns))
        if len(lines) > MOST_LINES:
            raise _refused(TOO_MUCH)
    if not lines:
        raise _refused("There is no line below the first, which names the columns.")
    return tuple(lines)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of the line where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        reasons = [sentence for words, sentence in _REASONS.items() if words in str(error)]
        raise _refused(f"Line {begins} cannot be read: {next(iter(reasons), error)}.") from None


def _row(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _key(head: str) -> str:
    """ "E-mail", "email" and "EMAIL" are one column, "part of" and "part_of" too."""
    return "".join(each for each in fold(head) if each.isalnum())


def _known(heads: Sequence[str], columns: Sequence[Column]) -> set[str]:
    return {_key(head) for head in heads} & {_key(column.name) for column in columns}


def _columns(heads: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The name of each column of the file. Raises Invalid, naming those that are unknown, missing or there twice."""
    names = {_key(column.name): column.name for column in columns}
    listed = ", ".join(names.values())
    if not _known(heads, columns):
        raise _refused(f"The first line has to name the columns: {listed}.")
    if unknown := [_CONTROLS.sub("", head).strip()[:60] for head in heads if head.strip() and _key(head) not in names]:
        raise _refused(f"There is no column “{unknown[0]}” here. There are {listed}.")
    found = [names.get(_key(head), "") for head in heads]
    if twice := [name for name in names.values() if found.count(name) > 1]:
        raise _refused(f"The column “{twice[0]}” is there twice.")
    if missing := [column.name for column in columns if column.needed and column.name not in found]:
        raise _refused(f"The column “{missing[0]}” is missing. The first line names the columns: {listed}.")
    return found


def _line(number: int, row: Sequence[str], names: Sequence[str], columns: Sequence[Column]) -> Line:
    cells = {name: without_apostrophe(cell) for name, cell in zip(names, row, strict=False) if name}
    beyond = [cell for place, cell in enumerate(row) if cell.strip() and (place >= len(names) or not names[place])]
    problem = ""
    if beyond:
        problem = f"has more cells than the first line has columns: “{_CONTROLS.sub('', beyond[0])[:40]}”"
    for name, cell in cells.items():
        if _CONTROLS.search(cell):
            cells[name] = _CONTROLS.sub("", cell)  # it is shown beside its verdict
            problem = f"the {name} contains characters that cannot be shown"
    for column in columns:
        if len(cells.get(column.name, "")) > column.longest:
            problem = f"the {column.name} is longer than {column.longest:,} characters"
        elif column.needed and not cells.get(column.name, "").strip():
            problem = problem or f"the {column.name} is missing"
    return Line(number, cells, problem)


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"csv": sentence})
