"""The best seats for a party: together, leaving nobody alone, near the best place."""

import random
from collections.abc import Iterable
from itertools import groupby

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bookings.rules.seats import PlacedSeat, together
from bookings.rules.seats.runs import Run, Target
from tests.rules.seats.seat_plans import best_available, drawn


def best(plan: str, count: int, focal: tuple[float, float] = (0, 5)) -> str | None:
    seats, free = drawn(plan)
    found = best_available(free, count, all_seats=seats, focal=focal)
    return None if found is None else " ".join(seat.label for seat in found)


def test_an_empty_plan_gives_the_middle_of_the_best_row() -> None:
    assert best("ooooooooooo\nooooooooooo\nooooooooooo", 3, (1, 5)) == "B5 B6 B7"
    assert best("ooooooooooo", 1) == "A6"


def test_without_a_best_place_it_is_a_third_of_the_way_back_in_the_middle() -> None:
    seats, free = drawn("\n".join(["ooooooooo"] * 7))
    found = best_available(free, 3, all_seats=seats)
    assert found is not None and [seat.label for seat in found] == ["C4", "C5", "C6"]


def test_nobody_is_left_alone_when_it_can_be_helped() -> None:
    assert best("xxxooooxxxx", 2) == "A6 A7"
    assert best("xxxoooxxxxx\nxxooxxxxxxx", 2) == "B3 B4"


def test_a_single_left_alone_is_better_than_sitting_apart() -> None:
    assert best("xxxoooxxxxx\nxxoxxxxxxxx", 2) in ("A4 A5", "A5 A6")


def test_a_large_party_sits_in_one_row_before_it_is_split() -> None:
    assert best("xxxoooooxxx\nxooxxxxxoox", 4) in ("A4 A5 A6 A7", "A5 A6 A7 A8")


def test_an_aisle_lies_between_seats_with_following_numbers() -> None:
    assert best("xxxxo oxxxx\nxxxxxxxxoo ", 2) == "B9 B10"
    assert best("ooooo ooooo", 6, (0, 5)) in ("A3 A4 A5 A6 A7 A8", "A6 A7 A8 A3 A4 A5")
    assert best("ooo ooo", 3, (0, 3)) in ("A1 A2 A3", "A4 A5 A6")


def test_a_party_too_large_for_a_row_is_split_into_twos_and_more() -> None:
    assert best("xxooxxxxxxx\nxxooxxxxxxx\nxxxxxxxxoxo", 4, (0, 3)) == "A3 A4 B3 B4"
    assert best("oooxx\nxxooo", 5, (0, 2)) in ("A1 A2 A3 B3 B4", "B3 B4 B5 A2 A3", "A1 A2 A3 B4 B5", "B3 B4 B5 A1 A2")


def test_two_groups_sit_close_rather_than_both_at_the_front() -> None:
    plan = "ooxxxxxxxxx\nxxxxxxxxxxx\nxxxxxxxxxxx\nxxxxxxxxxoo\nxxxxxxxxxoo"
    assert best(plan, 4, (0, 1)) == "D10 D11 E10 E11"


def test_a_long_group_is_shortened_so_that_nobody_sits_alone_far_off() -> None:
    assert best("oooxxxxxxxx\nx\nx\nx\noox", 4, (0, 1)) in ("A1 A2 E1 E2", "A2 A3 E1 E2")


def test_when_somebody_must_sit_alone_they_sit_near() -> None:
    assert best("xxxooxxxxxo\nxxxoxxxxxxx", 3, (0, 4)) == "A4 A5 B4"


def test_a_plan_without_two_seats_together_gives_the_nearest_ones() -> None:
    assert best("oxoxoxoxoxo\noxoxoxoxoxo", 3, (0, 4)) in ("A5 A3 A7", "A5 B5 A3", "A5 A3 B5", "A5 B5 A7", "A5 A7 B5")


def test_a_party_larger_than_what_is_left_gets_nothing() -> None:
    assert best("ooxxo", 3) is not None
    assert best("ooxxo", 4) is None
    assert best_available([], 1, all_seats=[]) is None


def test_wheelchair_and_companion_seats_are_kept_for_those_who_need_them() -> None:
    assert best("xxxwcooxxxx", 2) == "A6 A7"
    assert best("xxxwcooxxxx", 3) is None


def test_a_category_is_kept_to_and_the_others_still_count_as_neighbours() -> None:
    dear, dear_free = drawn("xxxxxooxxxx")
    cheap_seats, cheap_free = drawn("oooxxxxxxxx", category="B")
    free = dear_free + [seat._replace(position=seat.position + 7) for seat in cheap_free]
    found = best_available(free, 2, all_seats=dear + cheap_seats, focal=(0, 8), category="B")
    assert found is not None and {seat.category for seat in found} == {"B"}
    assert best_available(free, 4, all_seats=dear + cheap_seats, category="B") is None


def test_a_neighbour_of_another_price_is_not_left_alone_either() -> None:
    seats, free = drawn("xoooooox")
    cheap = [seat._replace(category="B") if seat.label in ("A2", "A7") else seat for seat in free]
    found = best_available(cheap, 2, all_seats=seats, focal=(0, 2.5), category="A")
    assert found is not None and [seat.label for seat in found] == ["A4", "A5"]


@example(length=4, before=1, after=0, size=2, twice_wished=0)
@given(st.integers(1, 9), st.integers(0, 2), st.integers(0, 2), st.integers(1, 9), st.integers(-3, 24))
def test_a_run_gives_the_nearest_place_that_leaves_nobody(
    length: int, before: int, after: int, size: int, twice_wished: int
) -> None:
    _, free = drawn("o" * length)
    target = Target(0, twice_wished / 2)
    allowed = [
        offset for offset in range(length - size + 1) if before + offset != 1 and length - size - offset + after != 1
    ]
    offset = Run(tuple(free), before, after).fit(size, target, orphans=False)
    if not allowed:
        assert offset is None
    else:
        assert offset in allowed
        nearest = min(target.distance(free[offset], size) for offset in allowed)
        assert target.distance(free[offset], size) == nearest


def test_of_two_sections_equally_good_the_first_of_the_plan_is_taken() -> None:
    left, left_free = drawn("oooo", section="Left")
    right, right_free = drawn("oooo", section="Right")
    for seats, expected in ((left + right, "Left"), (right + left, "Right")):
        found = best_available(right_free + left_free, 2, all_seats=seats)
        assert found is not None and {seat.section for seat in found} == {expected}


def test_a_split_party_stays_in_one_section() -> None:
    left, left_free = drawn("ooxoo", section="Left")
    right, right_free = drawn("xooxx", section="Right")
    found = best_available(left_free + right_free, 4, all_seats=left + right, focal=(0, 1))
    assert found is not None and {seat.section for seat in found} == {"Left"}
    scattered = [seat for seat in left_free + right_free if seat.position % 2 == 0]
    found = best_available(scattered, 2, all_seats=left + right, focal=(0, 0))
    assert found is not None and len({seat.section for seat in found}) == 1


def test_seats_are_together_side_by_side_and_not_across_the_aisle() -> None:
    labels = {seat.label: seat for seat in drawn("ooo ooo\nooooooo")[0]}
    assert together([labels["A2"], labels["A1"]]) and together([labels["A1"]])
    assert not together([labels["A3"], labels["A4"]])
    assert not together([labels["A1"], labels["B2"]])


def windows(free: list[PlacedSeat], count: int) -> list[list[PlacedSeat]]:
    """Every group of `count` side by side, found the slow way."""
    by_place = {(seat.row, seat.position): seat for seat in free}
    groups = ([by_place.get((seat.row, seat.position + n)) for n in range(count)] for seat in free)
    return [[seat for seat in group if seat] for group in groups if all(group)]


def neighbours(seat: PlacedSeat, seats: Iterable[PlacedSeat]) -> list[PlacedSeat]:
    """Those of `seats` directly beside this one."""
    return [other for other in seats if abs(other.position - seat.position) == 1 and together([seat, other])]


def leaves_somebody(group: list[PlacedSeat], free: list[PlacedSeat]) -> bool:
    left = [seat for seat in free if seat not in group]
    beside = {seat for taken in group for seat in neighbours(taken, left)}
    return any(not neighbours(seat, left) for seat in beside)


def distance(group: list[PlacedSeat], focal: tuple[float, float]) -> float:
    middle = (group[0].position + group[-1].position) / 2
    return ((group[0].row_order - focal[0]) * 2) ** 2 + (middle - focal[1]) ** 2


plans = st.lists(st.text("oooxx ", min_size=6, max_size=9), min_size=1, max_size=4).map("\n".join)
places = st.tuples(st.integers(0, 3), st.integers(0, 8))


@given(plans, st.integers(1, 6), places, st.randoms(use_true_random=False))
def test_the_ladder_is_climbed_down_one_rung_at_a_time(
    plan: str, count: int, focal: tuple[float, float], shuffled: random.Random
) -> None:
    assume(set(plan) - {" ", "\n"} and not plan.startswith("\n"))
    seats, free = drawn(plan)
    shuffled.shuffle(free)
    found = best_available(free, count, all_seats=seats, focal=focal)
    if len(free) < count:
        assert found is None
        return
    assert found is not None
    assert len(set(found)) == count and set(found) <= set(free)
    every = windows(free, count)
    kind = [group for group in every if not leaves_somebody(group, free)]
    if kind or every:
        assert together(found)
        assert distance(found, focal) == min(distance(group, focal) for group in kind or every)
        assert not (kind and leaves_somebody(found, free))
        return
    for size in range(2, count // 2 + 1):
        for one in windows(free, count - size):
            rest = [seat for seat in free if seat not in one and abs(seat.row_order - one[0].row_order) <= 2]
            if windows(rest, size):
                assert nobody_alone(found)
                return


def nobody_alone(found: list[PlacedSeat]) -> bool:
    return all(neighbours(seat, found) for seat in found)


@given(plans, st.integers(1, 6))
def test_the_answer_does_not_depend_on_the_order_of_the_question(plan: str, count: int) -> None:
    assume(set(plan) - {" ", "\n"})
    seats, free = drawn(plan)
    assert best_available(free, count, all_seats=seats) == best_available(free[::-1], count, all_seats=seats)


def test_rows_of_a_drawn_plan_are_as_they_are_drawn() -> None:
    seats, free = drawn("ox w\no")
    assert [(row, [seat.label for seat in group]) for row, group in groupby(seats, key=lambda seat: seat.row)] == [
        ("A", ["A1", "A2", "A3"]),
        ("B", ["B1"]),
    ]
    assert [(seat.label, seat.position) for seat in free] == [("A1", 0), ("A3", 3), ("B1", 0)]
