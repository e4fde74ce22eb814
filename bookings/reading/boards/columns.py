"""In which columns of a board a claim lies (its own, and of a split court that of the whole of which it takes a part), and what
lies there together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bookings.models import Claim, Resource
from bookings.rules.times.slots import Slot


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
    group: tuple[str, bool] | None = None
    """The key of the group that it belongs to, and whether it is what is kept free around it."""


def lying(claim: Claim) -> Lying:
    assert claim.resource_id and claim.starts_at and claim.ends_at
    owner = claim.booking_id or claim.block_id or claim.hold_id or ""
    group = (claim.group_key, claim.kind == "buffer") if claim.group_key is not None else None
    return Lying(claim.id, claim.resource_id, owner, claim.block_id is not None, claim.starts_at, claim.ends_at, group)


def arrange(rows: Sequence[Resource], claims: Iterable[Lying]) -> list[Laid]:
    """In the order of the claims. What takes a whole has claims on its parts too; there it is no more than taken. All of a group lie
    where the first of them does."""
    courts, every = {row.id: row for row in rows}, list(_first_of_groups(claims))
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


def _first_of_groups(claims: Iterable[Lying]) -> Iterator[Lying]:
    known: set[tuple[tuple[str, bool], datetime]] = set()
    for claim in claims:
        if claim.group is None:
            yield claim
        elif (claim.group, claim.start) not in known:
            known.add((claim.group, claim.start))
            yield claim


class Connected(NamedTuple):
    slots: list[Slot]
    claims: set[int]


def connected(
    places: Sequence[Laid], slots: Sequence[Slot], column: str, spans: Iterable[tuple[str, datetime, datetime]]
) -> Connected:
    """The slots of this court that these spans lie in, with the claims there and the slots that those share."""
    mine = [(start, end) for resource, start, end in spans if resource == column]
    rows = {slot.row for slot in slots if any(_meet(slot, span) for span in mine)}
    if not rows:
        return Connected([], set())
    left = {
        place.number: lying
        for place in places
        if place.column == column and (lying := {slot.row for slot in slots if _meet(slot, (place.start, place.end))})
    }
    numbers: set[int] = set()
    while joined := {number for number, lying in left.items() if lying & rows}:
        for number in joined:
            rows |= left.pop(number)
        numbers |= joined
    return Connected([slot for slot in slots if slot.row in rows], numbers)


def around(places: Sequence[Laid], column: str, now: datetime) -> list[int]:
    """The claims of a court at this moment, and the next one."""
    mine = [place for place in places if place.column == column]
    following = next((place for place in mine if place.start > now), None)
    return [place.number for place in mine if place.start <= now < place.end or place is following]


def _meet(slot: Slot, span: Sequence[datetime]) -> bool:
    return slot.start < span[1] and span[0] < slot.end
