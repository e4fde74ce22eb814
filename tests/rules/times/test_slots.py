"""The grid of a day's board, also on the days of 23 and 25 hours."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.slots import day_slots
from bookings.rules.times.terms import BookingTerms
from bookings.rules.times.zones import day_bounds, local_day

PARIS = "Europe/Paris"
ALWAYS = OpeningHours.of({str(day): [["00:00", "24:00"]] for day in range(7)})
CLUB = OpeningHours.of({str(day): [["07:00", "22:00"]] for day in range(6)})
LATE = OpeningHours.of({"4": [["18:00", "02:00"]], "5": [["10:00", "12:00"]]})
SPRING, AUTUMN = date(2025, 3, 30), date(2025, 10, 26)


def paris(text: str) -> datetime:
    """A time in November, when Paris is an hour ahead."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def test_a_board_has_a_row_for_every_step_and_the_first_is_row_one() -> None:
    slots = day_slots(date(2025, 11, 10), PARIS, CLUB, 30)
    assert len(slots) == 30
    assert (slots[0].label, slots[0].row, slots[0].start) == ("07:00", 1, paris("2025-11-10T07:00"))
    assert (slots[15].label, slots[15].row) == ("14:30", 16)
    assert (slots[-1].label, slots[-1].end) == ("21:30", paris("2025-11-10T22:00"))
    assert day_slots(date(2025, 11, 16), PARIS, CLUB, 30) == ()


def test_the_skipped_hour_has_no_rows() -> None:
    labels = [slot.label for slot in day_slots(SPRING, PARIS, ALWAYS, 30)]
    assert len(labels) == 46
    assert labels[3:5] == ["01:30", "03:00"]


def test_the_doubled_hour_has_its_rows_twice_and_their_labels_differ() -> None:
    labels = [slot.label for slot in day_slots(AUTUMN, PARIS, ALWAYS, 30)]
    assert len(labels) == 50
    assert labels[3:9] == ["01:30", "02:00 1st", "02:30 1st", "02:00 2nd", "02:30 2nd", "03:00"]


def test_a_night_out_stands_on_the_day_on_which_each_slot_starts() -> None:
    friday, saturday = (day_slots(date(2025, 11, day), PARIS, LATE, 60) for day in (14, 15))
    assert [slot.label for slot in friday] == ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]
    assert [slot.label for slot in saturday] == ["00:00", "01:00", "10:00", "11:00"]
    assert [slot.row for slot in saturday] == [1, 2, 3, 4]


def test_a_remainder_before_closing_is_no_slot() -> None:
    hours = OpeningHours.of({"0": [["07:00", "08:40"]]})
    assert [slot.label for slot in day_slots(date(2025, 11, 10), PARIS, hours, 30)] == ["07:00", "07:30", "08:00"]


zones = st.sampled_from(
    [PARIS, "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo"]
)
clocks = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), zones, st.sampled_from([15, 20, 30, 60]), clocks, clocks)
def test_slots_tile_the_day_and_each_of_them_may_be_booked(
    day: date, zone: str, minutes: int, opens: str, closes: str
) -> None:
    hours = OpeningHours.of({str(weekday): [[opens, closes]] for weekday in range(7)})
    terms = BookingTerms(zone, hours, minutes, minutes, minutes, window_days=1, for_staff=False)
    slots = day_slots(day, zone, hours, minutes)
    begins, _ = day_bounds(day, zone)
    assert [slot.row for slot in slots] == list(range(1, len(slots) + 1))
    assert len({slot.label for slot in slots}) == len(slots)
    assert all(one.end <= other.start for one, other in zip(slots, slots[1:], strict=False))
    for slot in slots:
        assert slot.end - slot.start == timedelta(minutes=minutes)
        assert local_day(slot.start, zone) == day
        assert terms.allow(slot.start, slot.end, begins)


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), zones)
def test_round_the_clock_the_hours_of_a_day_add_up(day: date, zone: str) -> None:
    begins, ends = day_bounds(day, zone)
    slots = day_slots(day, zone, ALWAYS, 30)
    assert len(slots) * timedelta(minutes=30) == ends - begins
    assert (slots[0].start, slots[-1].end) == (begins, ends)
