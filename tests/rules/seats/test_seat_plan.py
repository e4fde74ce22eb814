"""A plan that remembers its rows chooses the very seats that a search through all of them chooses."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.rules.seats import PlacedSeat, SeatPlan
from tests.rules.seats.seat_plans import best_available, drawn

ROWS = st.lists(st.text("oow ", min_size=5, max_size=9), min_size=1, max_size=4)
ASKED = st.tuples(
    st.sets(st.integers(0, 60)),
    st.integers(1, 7),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from([frozenset[str](), frozenset({"exit"})]),
)


def seats_of(sections: list[list[str]]) -> list[PlacedSeat]:
    """Sections beside each other, every third seat of another price and every fifth at an exit."""
    found = []
    for number, rows in enumerate(sections):
        for seat in drawn("\n".join(rows), section=f"Block {number}")[0]:
            exit_row = frozenset({"exit"}) if seat.position % 5 == 0 else frozenset[str]()
            found.append(
                seat._replace(
                    label=f"{number}-{seat.label}",
                    position=seat.position + 20 * number,
                    category="B" if seat.position % 3 == 0 else "A",
                    features=seat.features | exit_row,
                )
            )
    return sorted(found, key=lambda seat: (seat.row_order, seat.position))


@given(st.lists(ROWS, min_size=1, max_size=2), st.lists(ASKED, min_size=1, max_size=6))
def test_whatever_was_asked_before_the_answer_is_that_of_the_plain_search(
    sections: list[list[str]], questions: list[tuple[set[int], int, str | None, frozenset[str]]]
) -> None:
    assume(all(set("".join(rows)) - {" "} for rows in sections))
    seats = seats_of(sections)
    plan = SeatPlan(list(enumerate(seats)))
    for taken, count, category, without in questions:
        free = [seat for n, seat in enumerate(seats) if n not in taken and without.isdisjoint(seat.features)]
        expected = best_available(free, count, all_seats=seats, category=category)
        assert plan.best(taken, count, category, without=without) == expected


def test_a_plan_without_seats_has_none_to_give() -> None:
    assert SeatPlan([]).best(set(), 1) is None
    with pytest.raises(ValueError, match="at least one"):
        SeatPlan([]).best(set(), 0)
