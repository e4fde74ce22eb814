"""A show too large to be drawn at once: 2,100 seats in twenty blocks. For the few tests that need one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bookings.models import Event, Seat

ARENA = 7
BLOCKS, ROWS, PER_ROW = 20, "ABCDE", 21


def build(session: Session, venue_id: str, begins: datetime) -> None:
    """Blocks "Block 1" to "Block 20", labels like "4-C7", the first half dearer; 4-A1 is a wheelchair place."""
    prices = {"A": {"name": "Near", "price": "80.00"}, "B": {"name": "Far", "price": "40.00"}}
    session.add(
        Event(
            id=ARENA, venue_id=venue_id, title="The Long Final", starts_at=begins, ends_at=begins + timedelta(hours=2),
            categories=prices,
        )
    )  # fmt: skip
    session.flush()
    session.execute(
        insert(Seat),
        [
            {
                "event_id": ARENA, "label": f"{block}-{row}{number}", "section": f"Block {block}", "row": row,
                "row_order": order, "number": str(number), "position": block * 30 + number,
                "category": "A" if block <= BLOCKS // 2 else "B",
                "features": ["accessible"] if (block, row, number) == (4, "A", 1) else [],
            }
            for block in range(1, BLOCKS + 1)
            for order, row in enumerate(ROWS, 1)
            for number in range(1, PER_ROW + 1)
        ],
    )  # fmt: skip
