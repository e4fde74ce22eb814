"""The text of a board's view, by which a page follows it.

It is one sport, by its slug, or "today;" and that: a page which means today goes on to the next day at midnight there. "wall;" is
the same on a wall. With ":" and the id of a member group, it shows that group's prices.
"""

from __future__ import annotations

from bookings.reading.boards.day import TODAY, Board

WALL = "wall"


def view_for_audience(board: Board) -> str:
    """The view that a page with this board follows."""
    shown = sport_and_group(board)
    if board.audience.is_wall:
        return f"{WALL};{shown}"
    return f"{TODAY};{shown}" if board.means_today else shown


def sport_and_group(board: Board) -> str:
    return f"{board.sport}:{board.group}" if board.group else board.sport


def is_wall(view: str) -> bool:
    return view.startswith(f"{WALL};")


def parts_of_view(view: str) -> tuple[bool, str, str]:
    """Whether a view means today, its sport and its group."""
    today, divides, rest = view.partition(";")
    means_today = bool(divides) and today in (TODAY, WALL)
    sport, _, group = (rest if means_today else view).partition(":")
    return means_today, sport, group
