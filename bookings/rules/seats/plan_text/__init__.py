"""Seat plans as text: a heading for each part with its price, under it a line for each row; and seats back to text.

    Price A 48.00 Front stalls
    Stalls, price A
    A  3-5 | 6-15 | 16-18
    B  w1 c2 3-5 | 6-15 | 16-19 r20
    Standing, price C 24.00, 400 places

A row is its name and its seats: numbers and ranges, `|` an aisle, `.` a gap as wide as a seat, `@B` from here another
price; w, c, r, x before a number: wheelchair, companion, restricted view, exit row. An aircraft's rows are letters, a blank
is an aisle: `1-20  ABC DEF`. A line of `.` alone is a row's depth without a row. A heading may also say `labels F-` (what
stands before each label) and `at row 3 place 20` (where its first row and its leftmost seat are).

Lines that begin with `=` say what an aircraft has besides (`facilities`): `= door, galley before row 1`, `= wing rows 11-16`.
Knows no event, no sale.
"""

from bookings.rules.seats.plan_text.parts import MOST_SEATS, Facility, Fault, Mend, PlanCategory, PlanSeat, SeatPlanText
from bookings.rules.seats.plan_text.reading import read_plan
from bookings.rules.seats.plan_text.repricing import reprice
from bookings.rules.seats.plan_text.writing import write_plan

__all__ = ["MOST_SEATS", "Facility", "Fault", "Mend", "PlanCategory", "PlanSeat", "SeatPlanText", "read_plan", "reprice", "write_plan"]
