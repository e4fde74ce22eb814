"""Opening hours, as they are written and as the clock makes them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bookings.rules.times.hours import OpeningHours
from bookings.rules.violation import RuleViolation

MONDAY = date(2025, 11, 10)
FRIDAY = date(2025, 11, 14)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_may_have_a_break_and_another_be_closed() -> None:
    hours = OpeningHours.of({"0": [["14:00", "22:00"], ["07:00", "12:00"]]})
    assert hours.runs(MONDAY, "Europe/Paris") == [
        (utc("2025-11-10T06:00"), utc("2025-11-10T11:00")),
        (utc("2025-11-10T13:00"), utc("2025-11-10T21:00")),
    ]
    assert hours.words(MONDAY) == "07:00 to 12:00 and 14:00 to 22:00"
    assert hours.runs(FRIDAY, "Europe/Paris") == []
    assert hours.words(FRIDAY) == ""


def test_a_club_that_closes_after_midnight_belongs_to_the_evening() -> None:
    hours = OpeningHours.of({"4": [["18:00", "02:00"]]})
    assert hours.runs(FRIDAY, "Europe/Paris") == [(utc("2025-11-14T17:00"), utc("2025-11-15T01:00"))]
    assert hours.words(FRIDAY) == "18:00 to 02:00"
    assert hours.words(FRIDAY + timedelta(days=1)) == "00:00 to 02:00"


def test_twenty_four_hours_are_written_in_either_way() -> None:
    until_24 = OpeningHours.of({"0": [["00:00", "24:00"]]})
    assert until_24 == OpeningHours.of({"0": [["00:00", "00:00"]]})
    assert until_24.words(MONDAY) == "00:00 to 24:00"


def test_round_the_clock_has_no_gap_on_the_day_the_clock_changes() -> None:
    hours = OpeningHours.of({str(day): [["00:00", "24:00"]] for day in range(7)})
    for change in (date(2025, 3, 30), date(2025, 10, 26)):
        ends = [hours.runs(change + timedelta(days=n), "Europe/Paris")[0] for n in (-1, 0, 1)]
        assert ends[0][1] == ends[1][0] and ends[1][1] == ends[2][0]


def test_hours_inside_the_skipped_hour_do_not_open() -> None:
    hours = OpeningHours.of({"6": [["02:00", "03:00"]]})
    assert hours.runs(date(2025, 3, 30), "Europe/Paris") == []
    assert len(hours.runs(date(2025, 3, 23), "Europe/Paris")) == 1


@pytest.mark.parametrize(
    "written",
    [
        {"0": [["07:00", "12:00"], ["11:00", "14:00"]]},
        {"6": [["22:00", "03:00"]], "0": [["02:00", "08:00"]]},
        {"0": [["7:00", "12:00"]]},
        {"0": [["07:00", "25:00"]]},
        {"0": [["24:00", "02:00"]]},
        {"0": [["07:00"]]},
        {"0": ["07:00"]},
        {"7": [["07:00", "12:00"]]},
        {"monday": [["07:00", "12:00"]]},
        {"0": [[7, 12]]},
    ],
)
def test_hours_that_make_no_sense_are_refused(written: Any) -> None:
    with pytest.raises(RuleViolation) as refused:
        OpeningHours.of(written)
    assert refused.value.code == "bad_hours"
