"""Where on a board the bookings stand that staff are about to make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from bookings.live.views.board import part_of_board
from bookings.reading.audience import STAFF
from bookings.reading.boards.day import Span
from bookings.rules.topics import Topic


class Place(NamedTuple):
    """Where something stands among the cells, counted from 1."""

    column: int
    row: int
    span: int


def places_of(session: Session, topic: Topic, view: str, now: datetime, spans: Sequence[Span]) -> list[Place | None]:
    """Where each of these would stand on this board; None for what has no place on it."""
    board = part_of_board(session, topic, view, STAFF, now, spans=spans)
    found = [(cells[0].court.column, [cell.row for cell in cells]) if (cells := board.touched([span])) else None for span in spans]
    return [Place(each[0], min(each[1]), max(each[1]) - min(each[1]) + 1) if each else None for each in found]
