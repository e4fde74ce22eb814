"""What an aircraft has besides seats is written in its plan, read, and written again."""

from __future__ import annotations

import pytest

from bookings.rules.seats.plan_text import Facility, read_plan
from bookings.rules.seats.plan_text.facilities import write_facilities

CABIN = "Economy, price Y 129.00\n1-20  ABC DEF\n"


def test_doors_galleys_lavatories_and_wings_are_read_and_written() -> None:
    lines = ["= door, lavatory before row 1", "= wing rows 8-13", "= galley behind row 20"]
    plan = read_plan(CABIN + "\n".join(lines))
    assert not plan.faults and len(plan.seats) == 120
    assert plan.facilities == (
        Facility("door", "before", "1"), Facility("lavatory", "before", "1"), Facility("wing", "beside", "8", "13"),
        Facility("galley", "behind", "20"),
    )  # fmt: skip
    assert list(write_facilities(plan.facilities)) == lines


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("= galley", "is not understood. Write it as in"), ("= bar before row 1", "“bar” is not among door, galley, lavatory and wing"),
        ("= door before row 21", "There is no row 21 here."), ("= wing rows 8-30", "There is no row 30 here."), ("=", "is not understood"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_its_line(line: str, told: str) -> None:
    (fault,) = read_plan(f"{CABIN}{line}").faults
    assert fault.line == 3 and told in fault.message
