"""A part of a board is the same as on the whole, whatever lies there and shares its slots."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.database import Database
from bookings.desk import Desk, blocks, book, states
from bookings.errors import Refusal
from bookings.reading.audience import STAFF, Audience
from bookings.reading.boards.board import read_board
from bookings.reading.boards.part import read_part
from bookings.rules.violation import RuleViolation
from tests.world.clock import TODAY, at
from tests.world.people import ANN, BOB, MAX, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2

COURTS = st.sampled_from([COURT_1, COURT_2])
MINUTES = st.integers(0, 47).map(lambda n: timedelta(minutes=10 * n))
DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("book"), COURTS, st.integers(0, 45).map(lambda n: timedelta(minutes=10 * n)), st.integers(1, 3)
        ),
        st.tuples(st.just("block"), COURTS, MINUTES, st.integers(1, 9)),
    ),
    max_size=12,
)
SPANS = st.lists(st.tuples(COURTS, MINUTES, st.integers(1, 12)), max_size=3)


def do(desk: Desk, kind: str, court: str, after: timedelta, length: int) -> None:
    start = at("10:30", TODAY) + after
    with suppress(Refusal, RuleViolation):
        if kind == "book":
            end = start + timedelta(minutes=30 * length)
            made = desk.do(MAX, book.book_court, court, start, end, customer=named((ANN, BOB)[length % 2]), override="The final")
            if length == 2:
                desk.do(SAM, states.confirm, made)
        else:
            desk.do(SAM, blocks.block_time, [court], start, start + timedelta(minutes=10 * length), "Rain")


@pytest.mark.parametrize("audience", [STAFF, Audience("public"), Audience("public", ANN.id)])
def test_each_of_its_cells_heads_and_figures_is_that_of_the_whole_board(sqlite: Database, audience: Audience) -> None:
    desk = Desk(sqlite)

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(DEEDS, SPANS)
    def the_part_is_as_the_whole(
        deeds: list[tuple[str, str, timedelta, int]], wanted: list[tuple[str, timedelta, int]]
    ) -> None:
        for kind, court, after, length in deeds:
            do(desk, kind, court, after, length)
        spans = [
            (court, at("10:00", TODAY) + after, at("10:00", TODAY) + after + timedelta(minutes=10 * length))
            for court, after, length in wanted
        ]
        with sqlite.read() as session:
            now = sqlite.now(session)
            whole = read_board(session, CLUB, TODAY, audience, now)
            part = read_part(session, CLUB, TODAY, audience, now, spans=spans, counts=True)
            every = read_part(session, CLUB, TODAY, audience, now, present=True)
        assert [_plain(cell) for cell in part.touched(spans)] == [_plain(cell) for cell in whole.touched(spans)]
        assert [_plain(cell) for cell in part.beside(spans)] == [_plain(cell) for cell in whole.beside(spans)]
        touched = {cell.court.id for cell in whole.touched(spans)}
        assert [court for court in part.courts if court.id in touched] == [
            court for court in whole.courts if court.id in touched
        ]
        assert (part.counts, part.beyond) == (whole.counts, whole.beyond) and every.courts == whole.courts
        assert (part.slots, part.now, part.gone) == (whole.slots, whole.now, whole.gone)

    the_part_is_as_the_whole()


def _plain(cell: object) -> object:
    """A cell as it is drawn: what its court's head says is another fragment."""
    return {key: value for key, value in vars(cell).items() if key != "court"}
