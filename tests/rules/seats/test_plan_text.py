"""Seat plans as text: what a line says, what is wrong with it, and that seats come back as they were."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.demo.venues import arena, flights, theatre
from bookings.rules.seats.plan_text import MOST_SEATS, PlanCategory, PlanSeat, SeatPlanText, read_plan, write_plan

THEATRE = """Stalls, price A 48.00
A  3-5 | 6-15 | 16-18
B  2-5 | 6-15 | 16-19
Stalls, price B 36.00
J  w1 c2 3-5 | 6-15 | 16-18 c19 w20
Circle, price C 24.00
N  r1 2-5 . 6-15 | 16-19 r20
"""


def labels(plan: SeatPlanText) -> list[str]:
    return [seat.label for seat in plan.seats]


def test_a_row_is_numbers_aisles_gaps_and_features() -> None:
    plan = read_plan(THEATRE)
    seats = {seat.label: seat for seat in plan.seats}
    assert (plan.faults, len(plan.seats)) == ((), 16 + 18 + 20 + 20)
    assert (seats["A3"].section, seats["A3"].row_order, seats["J1"].row_order, seats["N1"].row_order) == (
        "Stalls",
        1,
        3,
        4,
    )
    assert (seats["J1"].features, seats["J2"].features, seats["N20"].features) == (
        ("accessible",),
        ("companion",),
        ("restricted",),
    )
    assert seats["A6"].position - seats["A5"].position == 2
    assert seats["A6"].position == seats["B6"].position == seats["J6"].position
    assert seats["N6"].position - seats["N5"].position == 2
    assert plan.price_table == {
        "A": {"name": "Stalls", "price": "48.00"},
        "B": {"name": "Stalls", "price": "36.00"},
        "C": {"name": "Circle", "price": "24.00"},
    }
    assert plan.lines["J6"] == 5


def test_an_area_has_places_with_labels_of_our_own() -> None:
    plan = read_plan(
        "Standing, price C 24.00, 400 places\nStanding left, price C, 2 places\nFloor, price C, 1 place, labels F-"
    )
    assert (plan.faults, len(plan.seats)) == ((), 403)
    assert labels(plan)[:2] == ["STAND-1", "STAND-2"] and labels(plan)[-3:] == ["STAN2-1", "STAN2-2", "F-1"]
    assert all(seat.of_an_area for seat in plan.seats)


def test_an_aircraft_is_cabins_of_rows_of_letters() -> None:
    plan = read_plan("Business, price J 389.00\n1-2 AC DF\nEconomy, price Y 129.00\n3-20 ABC DEF\n.\n22  xABC | xD.F")
    seats = {seat.label: seat for seat in plan.seats}
    assert (plan.faults, len(plan.seats)) == ((), 2 * 4 + 18 * 6 + 5)
    assert (seats["20F"].number, seats["20F"].row, seats["22A"].row_order) == ("F", "20", 22)
    assert seats["3D"].position - seats["3C"].position == 2 == seats["22F"].position - seats["22D"].position
    assert seats["22A"].features == ("exit",) == seats["22D"].features


def test_a_line_may_have_tabs_another_end_and_another_price() -> None:
    plan = read_plan("Stalls, price A 48.00\r\nA\t1-3 @b 4-5\r\n\r\nPrice B 20,50 Back, side\r\n")
    assert plan.faults == ()
    assert [seat.category for seat in plan.seats] == ["A", "A", "A", "B", "B"]
    assert plan.categories["B"] == PlanCategory("Back, side", Decimal("20.50"))


@pytest.mark.parametrize(
    ("line", "message", "mended"),
    [
        ("C  1-5 | 6-14 14 | 16-20", "14 stands twice. Seat 15 is missing.", "C  1-5 | 6-14 15 | 16-20"),
        ("H  1-5 | 16-2O", "“16-2O” ends in a letter O.", "H  1-5 | 16-20"),
        ("H  l-5", "“l-5” has a l in it.", "H  1-5"),
        ("C  1-5 5-9", "5 stands twice.", None),
        ("C  1-5 stage", "“stage” is not a seat.", None),
        ("1-3 ABB", "B stands twice.", None),
        ("Standing, price C 24,00", "comma", "Standing, price C 24.00"),
        ("Standing, price C -1", "below zero", None),
        ("Standing, price C 1e9", "digits", None),
        ("Standing, price C 1000000000", "too high", None),
        ("Standing, price A 50", "48.00 already", None),
        ("Standing, price Q", "no amount yet", None),
        ("Standing, 400 places", "no price", None),
        ("Standing, price A, 0 places", "1 to 20000 places", None),
        ("Standing, price A, upstairs", "“upstairs” is not understood", None),
        ("???, price A", "letters or digits", None),
        (f"{'x' * 41}, price A", "too long", None),
        ("STALLS, price A", "too much alike", None),
        ("Circle, price A\nA 1-3", "a seat A1 in line 2 already", None),
        ("A 7-9\nA 8", "a seat A8 in line 3 already", None),
        ("Parterre", "no row with seats", None),
        ("B", "no row with seats", None),
        ("B 1 @Q 2", "no amount yet", None),
        ("B 1-9999", "at most 500", None),
        ("Standing, price A, 3 places\nB 1-3", "heading of their own", None),
        ("Standing, price A, 3 places, labels LONGLONG", "not understood", None),
        ("Floor\x07, price A", "cannot be shown", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_its_line_and_mended_where_it_is_plain(
    line: str, message: str, mended: str | None
) -> None:
    plan = read_plan(f"Stalls, price A 48.00\nA 1-5\n{line}")
    (fault,) = plan.faults
    assert message in fault.message
    assert fault.line == 3 + line.count("\n")
    assert (fault.mend.line if fault.mend else None) == mended
    assert labels(plan)[:3] == ["A1", "A2", "A3"], "what can be read is read"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no seat in it yet"),
        ("\n \n", "no seat in it yet"),
        ("A 1-5", "belongs to no part"),
        ("Stalls, price A 5\n" + "\n".join(f"R{n} 1-500" for n in range(100)), f"more than {MOST_SEATS} seats"),
        ("Arena, price A 5, 20000 places\nA, price A, 1 place", f"more than {MOST_SEATS} seats"),
        ("x\n" * 4000, "too long"),
        ("A, price A 5\nA " + "1-500 " * 40_000, "too long"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_as_a_whole(text: str, message: str) -> None:
    (fault,) = read_plan(text).faults
    assert message in fault.message


def test_markup_in_a_name_stays_text() -> None:
    assert read_plan("<b>Stalls</b>, price A 5\nA 1").seats[0].section == "<b>Stalls</b>"


@settings(max_examples=60)
@given(st.text(alphabet="AB12-|.@wcrx ,\n\tpriceO0labtw", max_size=200))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    plan = read_plan(text)
    assert plan.seats or plan.faults
    assert len({seat.label for seat in plan.seats}) == len(plan.seats)


features = st.lists(st.sampled_from(["accessible", "companion", "restricted", "exit"]), max_size=2, unique=True).map(
    tuple
)
rows = st.lists(st.tuples(st.integers(1, 30), st.booleans(), features, st.sampled_from("AB")), min_size=1, max_size=14)


SECTIONS = [[("Stalls", "")], [("Stalls", ""), ("Circle", "C-")], [("Block 1", "1-"), ("Block 2", "2-")]]


@st.composite
def plans(draw: st.DrawFn) -> list[PlanSeat]:
    """Seats as they may stand in any table: gaps, features and prices anywhere, sections beside each other."""
    seats, order = [], draw(st.integers(1, 5))
    for section, prefix in draw(st.sampled_from(SECTIONS)):
        for row in draw(st.lists(st.sampled_from("ABCDEX1"), min_size=1, max_size=5, unique=True)):
            order += draw(st.integers(1, 2))
            position = draw(st.integers(1, 9))
            for number, (_, gap, marks, category) in enumerate(draw(rows), draw(st.integers(1, 20))):
                position += 2 if gap else 1
                between = "-" if row.isdecimal() else ""
                seats.append(
                    PlanSeat(
                        f"{prefix}{row}{between}{number}", section, row, order, str(number), position, category, marks
                    )
                )
    return seats


PRICES = {"A": PlanCategory("Front", Decimal("48.00")), "B": PlanCategory("Stalls", Decimal("0.00"))}


@settings(max_examples=60)
@given(plans())
def test_any_seats_can_be_written_and_are_read_as_they_were(seats: list[PlanSeat]) -> None:
    text = write_plan(seats, PRICES)
    assert text is not None
    assert sorted(read_plan(text).seats) == sorted(seats)


def test_the_demo_venues_are_written_in_few_lines_and_come_back() -> None:
    for places, lines in ((theatre.auditorium(), 28), (arena.auditorium(), 275), (flights.cabin(), 14)):
        seats = [
            PlanSeat(at.label, at.section, at.row, at.row_order, at.number, at.position, at.category, at.features)
            for at in places
        ]
        prices = {code: PlanCategory(f"Price {code}", Decimal("9.00")) for code in "ABCJXY"}
        text = write_plan(seats, prices)
        assert text is not None and len(text.splitlines()) <= lines + 5
        assert sorted(read_plan(text).seats) == sorted(seats)


def test_what_no_text_can_say_is_not_written() -> None:
    assert write_plan([PlanSeat("A1", "Left, right", "A", 1, "1", 1, "A")], PRICES) is None


def test_rows_below_a_heading_that_cannot_be_read_are_not_to_blame() -> None:
    plan = read_plan("Parkett 48.-\nA 1-8\nB 1-8\nBalkon, price B 30\nC 1-4\nRang, Preis C 20\nA 1-8\nC 1-4")
    assert [fault.line for fault in plan.faults] == [1, 6]
    assert [seat.label for seat in plan.seats] == ["C1", "C2", "C3", "C4"]
