"""The time an appointment takes."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.rules.services import appointment_time

NINE = datetime(2025, 11, 10, 9, 0, tzinfo=UTC)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_a_visit_keeps_time_before_and_after_it_free() -> None:
    spans = appointment_time(NINE, minutes=30, before=5, after=10)
    assert spans.before == (NINE - minutes(5), NINE)
    assert spans.visit == (NINE, NINE + minutes(30))
    assert spans.after == (NINE + minutes(30), NINE + minutes(40))
    assert spans.whole == (NINE - minutes(5), NINE + minutes(40))
    assert spans.buffers == (spans.before, spans.after)


def test_a_visit_without_buffers_claims_only_itself() -> None:
    spans = appointment_time(NINE, minutes=30)
    assert spans.buffers == ()
    assert spans.whole == spans.visit


def test_the_buffers_of_two_neighbours_add() -> None:
    first = appointment_time(NINE, minutes=30, before=5, after=10)
    second = appointment_time(first.whole[1] + minutes(5), minutes=20, before=5, after=10)
    assert second.whole[0] == first.whole[1]
    assert second.visit[0] - first.visit[1] == minutes(15)


def test_a_visit_has_a_length() -> None:
    for wrong in ({"minutes": 0}, {"minutes": 30, "before": -5}, {"minutes": 30, "after": -5}):
        with pytest.raises(ValueError, match="length"):
            appointment_time(NINE, **wrong)
