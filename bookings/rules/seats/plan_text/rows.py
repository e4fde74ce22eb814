"""One line of a seat plan: the names of its rows, and their seats in groups with aisles between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bookings.rules.seats.plan_text.parts import LETTERS, Fault, Mend

MOST_IN_A_ROW = 500
MOST_ROWS_OF_A_LINE = 200

_NAME = re.compile(r"[^\W_]{1,6}")
_NUMBERS = re.compile(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})")
_LETTER_PAIR = re.compile(r"([A-Z])-([A-Z])")
_PIECE = re.compile(r"\||\.+|@\S+|[^\s|.@]+")
_SEATS = re.compile(r"(?P<marks>[wcrx]*)(?P<first>[1-9][0-9]{0,3})(?:-(?P<last>[1-9][0-9]{0,3}))?")
_ABREAST = re.compile(r"(?:[wcrx]*[A-Z])+")
_ONE_ABREAST = re.compile(r"([wcrx]*)([A-Z])")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "i": "1", "S": "5", "–": "-", "—": "-"})


@dataclass(frozen=True)
class Place:
    """A seat in its row; `category` where it is not the heading's. `start` and `end` say where it stands in the line."""

    number: str
    marks: tuple[str, ...] = ()
    category: str | None = None
    start: int = 0
    end: int = 0


Group = list[Place | None]
"""What lies between two aisles; None is a gap."""


@dataclass
class RowLine:
    names: list[str]
    groups: list[Group]
    faults: list[Fault] = field(default_factory=list)

    @property
    def places(self) -> list[Place]:
        return [place for group in self.groups for place in group if place is not None]


def read_row(line: str, at: int) -> RowLine | None:
    """What the line says; None when it is no row at all. What cannot be read is left out, with a fault."""
    name, _, rest = line.partition(" ")
    row = RowLine(_names(name), [[]])
    if not row.names:
        return None
    offset, category, abreast = len(name) + 1, None, False
    for found in _PIECE.finditer(rest):
        piece, start, end = found[0], found.start() + offset, found.end() + offset
        if piece == "|":
            row.groups.append([])
        elif piece[0] == ".":
            row.groups[-1] += [None] * len(piece)
        elif piece[0] == "@":
            category = piece[1:].upper()
        elif _ABREAST.fullmatch(piece):
            glued = rest[: found.start()].endswith((".", "|")) or not row.groups[-1]
            if abreast and not glued:
                row.groups.append([])
            abreast = True
            marks: tuple[str, ...] = ()
            for mark, letter in _ONE_ABREAST.findall(piece):
                marks = tuple(LETTERS[each] for each in dict.fromkeys(mark)) or marks
                row.groups[-1].append(Place(letter, marks, category, start, end))
        elif (seats := _SEATS.fullmatch(piece)) is not None:
            marks = tuple(LETTERS[each] for each in dict.fromkeys(seats["marks"]))
            numbers = _numbers(seats["first"], seats["last"])[: MOST_IN_A_ROW + 1]
            row.groups[-1] += [Place(str(n), marks, category, start, end) for n in numbers]
        else:
            row.faults.append(_not_read(line, at, name, piece, start, end))
        if sum(map(len, row.groups)) > MOST_IN_A_ROW:
            return RowLine(
                row.names, [[]], [Fault(at, f"Row {name}: a row has at most {MOST_IN_A_ROW} seats and gaps.")]
            )
    row.faults += _twice(line, at, name, row)
    return row


def _numbers(first: str, last: str | None) -> range:
    low, high = int(first), int(last or first)
    return range(low, high + 1) if low <= high else range(low, high - 1, -1)


def _names(name: str) -> list[str]:
    """The rows of a line: one, or all of "1-20" or "A-F"."""
    if (numbers := _NUMBERS.fullmatch(name)) is not None:
        rows = range(int(numbers[1]), int(numbers[2]) + 1)
        return [str(row) for row in rows] if len(rows) <= MOST_ROWS_OF_A_LINE else []
    if (letters := _LETTER_PAIR.fullmatch(name)) is not None:
        return [chr(code) for code in range(ord(letters[1]), ord(letters[2]) + 1)]
    return [name] if _NAME.fullmatch(name) else []


def _not_read(line: str, at: int, row: str, piece: str, start: int, end: int) -> Fault:
    """A piece that is no seat; where a letter only looks like a digit, what it must be."""
    marks = piece[: len(piece) - len(piece.lstrip("wcrx"))]
    plain = marks + piece[len(marks) :].translate(_LOOKALIKES)
    if plain != piece and _SEATS.fullmatch(plain):
        wrong = next(letter for letter, digit in zip(piece, plain, strict=True) if letter != digit)
        what = f"ends in a letter {wrong}" if piece.endswith(wrong) else f"has a {wrong} in it"
        return Fault(
            at, f"Row {row}: “{piece}” {what}.", Mend(f"Read it as {plain}", line[:start] + plain + line[end:])
        )
    return Fault(at, f"Row {row}: “{piece[:20]}” is not a seat. Write numbers and ranges, as in 1-5 | 6-15.")


def _twice(line: str, at: int, row: str, read: RowLine) -> Iterator[Fault]:
    """Every number that stands twice, with the one that was meant where the numbers before and after leave no doubt."""
    seen: set[str] = set()
    numbers = {place.number for place in read.places}
    reported: set[str] = set()
    for place in read.places:
        if place.number not in seen:
            seen.add(place.number)
            continue
        if place.number in reported:
            continue
        reported.add(place.number)
        following = str(int(place.number) + 1) if place.number.isdecimal() else chr(ord(place.number) + 1)
        alone = line[place.start : place.end].lstrip("wcrx") == place.number
        if alone and following not in numbers:
            mark = line[place.start : place.end].removesuffix(place.number)
            mend = Mend(f"Make the second one {following}", line[: place.start] + mark + following + line[place.end :])
            yield Fault(at, f"Row {row}: {place.number} stands twice. Seat {following} is missing.", mend)
        else:
            yield Fault(at, f"Row {row}: {place.number} stands twice.")
