"""The time in which an event is sold."""

from __future__ import annotations

from typing import Any

import pytest

from bookings.administration.events.edit import edit_event
from bookings.desk import Desk, book, holds
from bookings.desk.blocks import block_seats
from bookings.errors import Conflict
from bookings.models import Viewer
from bookings.rules.violation import RuleViolation
from tests.world.clock import NEXT_DAY, at, set_clock
from tests.world.people import ANN, BOB, MAX, SAM, named
from tests.world.places import HAMLET


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"on_sale_from": "2026-03-03T10:00"}, "not_on_sale_yet"),
        ({"on_sale_until": "2026-03-02T10:00"}, "sale_ended"),
    ],
)
def test_outside_of_its_sale_nothing_is_sold_on_any_road(desk: Desk, terms: dict[str, str], code: str) -> None:
    desk.do(MAX, edit_event, HAMLET, terms)
    roads: list[tuple[Viewer, Any, tuple[Any, ...], dict[str, Any]]] = [
        (ANN, holds.hold_seats, (HAMLET, ["A1"]), {}),
        (ANN, holds.hold_best, (HAMLET, 2), {}),
        (ANN, book.book_seats, (HAMLET, ["A1"]), {}),
        (SAM, book.book_seats, (HAMLET, None), {"quantity": 2, "customer": named(BOB)}),
    ]
    for who, verb, args, more in roads:
        with pytest.raises(Conflict) as refused:
            desk.do(who, verb, *args, **more)
        assert refused.value.code == code
    desk.do(SAM, block_seats, HAMLET, ["A1"], "Kept for the ensemble")


def test_a_basket_ends_with_the_sale(desk: Desk) -> None:
    desk.do(MAX, edit_event, HAMLET, {"on_sale_until": "2026-03-02T10:08"})
    desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    set_clock(desk.database, at("10:08", NEXT_DAY.replace(day=2)))
    with pytest.raises((Conflict, RuleViolation)):
        desk.do(ANN, book.check_out, HAMLET)
