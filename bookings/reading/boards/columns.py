"""In which columns of a board a claim lies: its own, and of a split court that of the whole of which it takes a part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bookings.models import Claim, Resource


@dataclass(frozen=True)
class Laid:
    """A claim, by its number, in the `column` of a resource. `shared` says of which other court it takes the time there."""

    number: int
    column: str
    start: datetime
    end: datetime
    shared: str = ""


class Lying(NamedTuple):
    """What is asked of a claim: `owner` is whose it is, a hold, a booking or a block."""

    number: int
    resource_id: str
    owner: str
    closes: bool
    start: datetime
    end: datetime


def lying(claim: Claim) -> Lying:
    assert claim.resource_id and claim.starts_at and claim.ends_at
    owner = claim.booking_id or claim.block_id or claim.hold_id or ""
    return Lying(claim.id, claim.resource_id, owner, claim.block_id is not None, claim.starts_at, claim.ends_at)


def arrange(rows: Sequence[Resource], claims: Iterable[Lying]) -> list[Laid]:
    """In the order of the claims. What takes a whole has claims on its parts too; there it is no more than taken."""
    courts, every = {row.id: row for row in rows}, list(claims)
    owned = {(claim.resource_id, claim.owner) for claim in every}
    found = []
    for claim in every:
        part = courts[claim.resource_id]
        whole = courts.get(part.part_of or "")
        through = whole is not None and (whole.id, claim.owner) in owned
        words = f"{whole.name} is taken" if whole is not None and through and not claim.closes else ""
        found.append(Laid(claim.number, claim.resource_id, claim.start, claim.end, words))
        if whole is not None and not through:
            words = f"{part.name} is {'closed' if claim.closes else 'taken'}"
            found.append(Laid(claim.number, whole.id, claim.start, claim.end, words))
    return found
