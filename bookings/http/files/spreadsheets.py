"""Lists as files for spreadsheets, CSV or XLSX: written batch by batch as they are read, and text in them is never a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Response, send_file
from xlsxwriter import Workbook

from bookings.loops import off_the_loop
from bookings.rules.text.cells import csv_line

MOST_ROWS = 50_000
"""So many lines are in a file; one more says that there are others."""

ENDING = "<any(csv, xlsx):ending>"
"""How the address of a file ends."""

MORE = "There is more: narrow it to fewer for the rest."
LONGEST_CELL = 32_767
"""In characters: a spreadsheet refuses a longer one."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | Decimal
Row = Sequence[Cell]


def spreadsheet(name: str, ending: str, columns: Sequence[str], batches: Iterable[Iterable[Row]]) -> Response:
    """A file that is downloaded as `name`. The caller has refused whoever may not read it; `batches` are read while it is sent."""
    head: list[Row] = [columns]
    lines = chain([head], _bounded(batches))
    if ending == "xlsx":
        return send_file(_workbook(lines), mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")
    mark = "\ufeff"  # spreadsheets take a file without it for another encoding
    shown = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(chain([mark], _csv(lines)), mimetype="text/csv", headers=shown)


def _csv(lines: Iterable[Iterable[Row]]) -> Iterator[str]:
    for batch in lines:
        yield "".join(csv_line([_printable(cell) for cell in row]) for row in batch)


def _bounded(batches: Iterable[Iterable[Row]]) -> Iterator[list[Row]]:
    left = MOST_ROWS
    for batch in batches:
        rows = list(batch)
        yield rows[:left]
        if len(rows) > left:
            yield [(MORE,)]
            return
        left -= len(rows)


def _workbook(lines: Iterable[Iterable[Row]]) -> IO[bytes]:
    """Nothing of it is kept in memory but the row that is written."""
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    book = Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    number = 0
    for batch in lines:
        rows = list(batch)
        off_the_loop(_write, sheet, number, rows, book.add_format({"bold": True}) if number == 0 else None)
        number += len(rows)
    off_the_loop(book.close)
    file.seek(0)
    return file


def _write(sheet: Any, first: int, rows: Sequence[Row], style: Any) -> None:
    for number, row in enumerate(rows, first):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, _printable(cell), style)
            else:
                sheet.write_number(number, column, cell, style)


def _printable(cell: Cell) -> Cell:
    return _CONTROLS.sub("", cell)[:LONGEST_CELL] if isinstance(cell, str) else cell
