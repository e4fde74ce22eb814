"""What is offered to somebody whose seat was taken under the finger."""

from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.rules.seats import PlacedSeat, alternatives_for, describe, describe_alternatives, together
from tests.rules.seats.seat_plans import drawn


def offered(plan: str, *lost: str, count: int = 2) -> list[str]:
    seats, free = drawn(plan)
    taken = [seat for seat in seats if seat.label in lost]
    return [" ".join(seat.label for seat in group) for group in alternatives_for(taken, free, count)]


def test_a_seat_taken_meanwhile_offers_two_others_beside_it() -> None:
    plan = "oooooooo\noooooooo\nooooxooo"
    assert offered(plan, "C5") == ["C4", "C6"]
    assert offered("oooooooo\noooooooo\nxxxxxooo", "C5") == ["C6", "C7"]


def test_seats_of_the_same_row_come_before_the_row_in_front_when_equally_near() -> None:
    assert offered("xxxxoxxx\nxxxxxooo", "B5") == ["B6", "B7"]
    assert offered("xxxxoxxx\nxxxxxxxo", "B5") == ["A5", "B8"]


def test_a_party_is_offered_places_together_and_no_seat_twice() -> None:
    groups = offered("ooooooooo\nxxxxxxxxx", "B4", "B5", "B6")
    assert groups[0] == "A4 A5 A6"
    assert sorted(groups[1].split()) in (["A1", "A2", "A3"], ["A7", "A8", "A9"])


def test_a_party_is_split_only_when_nothing_together_is_left() -> None:
    assert offered("oxoxooxx", "A4", "A7") == ["A5 A6"]
    assert offered("oxoxoxox", "A2", "A4") == ["A3 A1"]


def test_nothing_left_is_an_empty_answer() -> None:
    assert offered("xxx", "A1") == []
    assert offered("oxx", "A2", "A3") == []


def test_what_was_lost_is_not_offered_again() -> None:
    seats, _ = drawn("ooo")
    assert alternatives_for(seats[:1], seats) == [[seats[1]], [seats[2]]]


def test_the_same_price_in_the_same_section_comes_first_then_the_section_then_the_price() -> None:
    def seat(label: str, section: str, position: int, category: str) -> PlacedSeat:
        return PlacedSeat(label, section, "A", 0, position, category)

    lost = seat("lost", "Stalls", 0, "A")
    same = seat("same", "Stalls", 9, "A")
    section = seat("section", "Stalls", 1, "B")
    price = seat("price", "Circle", 0, "A")
    other = seat("other", "Circle", 1, "B")
    found = alternatives_for([lost], [other, price, section, same], 4)
    assert [group[0].label for group in found] == ["same", "section", "price", "other"]


def test_a_wheelchair_place_is_replaced_by_one_and_offered_to_nobody_else() -> None:
    assert offered("xwoo", "A1") == ["A3", "A4"]
    seats, free = drawn("wowcooo")
    lost = [seats[0]]
    assert [group[0].label for group in alternatives_for(lost, free)] == ["A3"]


plans = st.lists(st.text("oox ", min_size=4, max_size=9), min_size=1, max_size=4).map("\n".join)


@given(plans, st.integers(1, 4), st.integers(1, 3), st.data())
def test_alternatives_are_free_of_the_right_size_and_apart(
    plan: str, size: int, count: int, data: st.DataObject
) -> None:
    assume(set(plan) - {" ", "\n"} and len(set(plan.splitlines()[0])) > 0)
    seats, free = drawn(plan)
    assume(len(seats) >= size)
    taken = data.draw(st.lists(st.sampled_from(seats), min_size=size, max_size=size, unique=True))
    found = alternatives_for(taken, free, count)
    flat = [seat for group in found for seat in group]
    assert len(found) <= count and {len(group) for group in found} <= {size}
    assert len(set(flat)) == len(flat) and set(flat) <= set(free) - set(taken)
    assert all(together(group) for group in found) or len(found) == 1
    assert found or len(set(free) - set(taken)) < size
    assert describe_alternatives(found).endswith("." if found else "")


def placed(*labels: str, section: str = "Stalls") -> list[PlacedSeat]:
    return [PlacedSeat(label, section, label[0], ord(label[0]), int(label[1:]), "A") for label in labels]


def test_seats_are_named_in_words() -> None:
    assert describe(placed("C15", "C16")) == "C 15 and C 16 are free together"
    assert describe(placed("C16", "C14", "C15")) == "C 14, C 15 and C 16 are free together"
    assert describe(placed("C14", "C15", "C16", "C17")) == "C 14 to C 17 are free together"
    assert describe(placed("C15")) == "C 15 is free"
    assert describe(placed("C15", "D15")) == "C 15 and D 15 are free, but not together"
    assert (
        describe(placed("C15") + placed("D2", section="Circle"))
        == "Circle D 2 and Stalls C 15 are free, but not together"
    )


def test_a_seat_on_a_flight_is_called_by_its_label() -> None:
    flight = [PlacedSeat(f"12{letter}", "Economy", "12", 12, at, "Y") for at, letter in enumerate("AB")]
    assert describe(flight) == "12A and 12B are free together"


def test_alternatives_make_one_sentence() -> None:
    assert describe_alternatives([]) == ""
    assert describe_alternatives([placed("C15")]) == "C 15 is free."
    assert describe_alternatives([placed("C15"), placed("C16")]) == "C 15 and C 16 are free together."
    assert describe_alternatives([placed("C13"), placed("C15")]) == "C 13 and C 15 are free."
    pairs = [placed("C15", "C16"), placed("D3", "D4")]
    assert describe_alternatives(pairs) == "C 15 and C 16 are free together, or D 3 and D 4."
