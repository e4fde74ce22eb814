"""The best seats for a party, by the form beside the map."""

from __future__ import annotations

import pytest

from bookings.desk import Desk, book
from tests.web.seat_map.at_the_map import HERE, basket
from tests.web.visits import Visit
from tests.world.people import ANN, SAM, named
from tests.world.places import HAMLET


def test_the_best_seats_for_a_party_sit_together(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    page = ann.open(ann.send(f"{HERE}/best", party="3", category="B").goes_to)
    held = basket(desk)
    numbers = sorted(int(label[1:]) for label in held)
    assert len({label[0] for label in held}) == 1 and held[0][0] == "B"
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert "You hold B" in page.words and "CHF 96.00" in page.words


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"party": "0"}, 422, "Choose between 1 and 6 seats."),
        ({"party": "7"}, 422, "Choose between 1 and 6 seats."),
        ({"party": "two"}, 422, "Choose between 1 and 6 seats."),
        ({"party": "9" * 30}, 422, "Choose between 1 and 6 seats."),
        ({}, 422, "Choose between 1 and 6 seats."),
        ({"party": "2", "category": "Z"}, 422, "There is no such price category here."),
    ],
)
def test_a_party_that_cannot_be_is_refused_in_words(
    desk: Desk, visit: Visit, fields: dict[str, str], status: int, sentence: str
) -> None:
    assert sentence in visit(ANN).send(f"{HERE}/best", answers=status, **fields).words
    assert basket(desk) == []


def test_too_few_left_is_answered_with_how_many(desk: Desk, visit: Visit) -> None:
    desk.do(SAM, book.book_seats, HAMLET, [f"A{n}" for n in range(1, 10)], customer=named(SAM))
    refused = visit(ANN).send(f"{HERE}/best", answers=409, party="2", category="A")
    assert "Only 1 seat is left at this price, not 2." in refused.words
