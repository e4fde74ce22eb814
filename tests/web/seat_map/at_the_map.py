"""What a page of the seat map shows, and what somebody holds."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk import Desk
from bookings.live import element_ids
from bookings.models import Claim, Seat, Viewer
from tests.live.test_render import Roots
from tests.web.markup import Element
from tests.web.visits import Answer
from tests.world.people import ANN
from tests.world.places import HAMLET

HERE = f"/events/{HAMLET}"


def seat(page: Answer, label: str) -> Element:
    return page.page.one(id=element_ids.seat(label)).one("button")


def state(page: Answer, label: str) -> str:
    return seat(page, label)["data-state"]


def fragments(answer: Answer) -> list[str | None]:
    """The ids of the fragments that an answer is made of."""
    found = Roots(answer.text)
    assert not found.stray and not found.unclosed, answer.text
    return [name for _, name in found.roots]


def basket(desk: Desk, who: Viewer = ANN) -> list[str]:
    """The labels of what somebody holds."""
    with desk.database.read() as session:
        held = select(Seat.label).join(Claim, Claim.seat_id == Seat.id).where(Claim.kind == "hold")
        return list(session.scalars(held.order_by(Seat.id)))
