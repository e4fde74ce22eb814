"""Five bookings at four venues, for the list that staff see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from bookings.desk import Desk, book
from bookings.models import Viewer
from tests.web.visits import desk_of
from tests.world.clock import NEXT_DAY, at, pass_time
from tests.world.people import ANN, BOB
from tests.world.places import CHECK_UP, COURT_1, COURT_2, HAMLET, OTHER_COURT

LIST = "/admin/bookings"


@dataclass(frozen=True)
class Made:
    """Five bookings, each made a minute after the one before."""

    desk: Desk
    court: str
    visit: str
    seats: str
    later: str
    elsewhere: str


def make(site: Flask) -> Made:
    desk = desk_of(site)

    def after_a_minute(by: Viewer, verb: Callable[..., str], *args: object) -> str:
        pass_time(desk.database, minutes=1)
        return desk.do(by, verb, *args)

    return Made(
        desk,
        court=after_a_minute(ANN, book.book_court, COURT_1, at("10:00"), at("11:00")),
        visit=after_a_minute(BOB, book.book_service, CHECK_UP, at("09:00")),
        seats=after_a_minute(ANN, book.book_seats, HAMLET, ["A1", "A2"]),
        later=after_a_minute(BOB, book.book_court, COURT_2, at("10:00", NEXT_DAY), at("11:00", NEXT_DAY)),
        elsewhere=after_a_minute(ANN, book.book_court, OTHER_COURT, at("08:00"), at("09:00")),
    )
