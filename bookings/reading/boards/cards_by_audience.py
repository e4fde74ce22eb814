"""A claim's card on a board for one audience: the only place that decides what a stranger may read there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bookings.models import Block, Booking, Claim, Hold, Person
from bookings.reading.appointments.groups import GroupOnBoard
from bookings.reading.audience import Audience
from bookings.reading.boards.columns import Laid
from bookings.reading.people.customers import as_known
from bookings.rules.times.zones import clock_label

ClaimRow = tuple[Claim, Booking | None, Person | None, Hold | None, Block | None, bool]
"""A claim with whom and what it is for, and whether its customer has written what nobody of the venue has read yet."""

Groups = Mapping[str, GroupOnBoard]


@dataclass(frozen=True)
class Card:
    """`kind` is booking, group (appointments that share their time), hold, block, buffer, shared (with a court of which this is a
    part, or that is a part of this one), or taken (what a stranger sees of a booking or a hold).

    Strangers get no id, no name, no status. `mine` marks what belongs to the person whom it is drawn for.
    """

    kind: str
    name: str
    time: str
    booking_id: str | None = None
    status: str = ""
    payment: str = "none"
    with_coach: bool = False
    has_note: bool = False
    overridden: bool = False
    """Whether rules were set aside for it; staff alone read that."""
    unread: bool = False
    """Whether its customer has written something that is new; staff alone are told."""
    line: str = ""
    mine: bool = False
    block_id: str | None = None
    until: datetime | None = None
    """When a request runs out."""
    group: GroupOnBoard | None = None
    """Of a group appointment, for whoever has no booking in it."""


def shared_card(laid: Laid, zone: str) -> Card:
    """What everybody sees on a court whose part, or whose whole, has this claim: that it is taken."""
    return Card("shared", laid.shared, f"{clock_label(laid.start, zone)}–{clock_label(laid.end, zone)}")


def group_keys(rows: Iterable[ClaimRow]) -> set[str]:
    """The groups that these claims belong to."""
    return {row[0].group_key for row in rows if row[0].group_key is not None}


def _card_of_group(group: GroupOnBoard, time: str, audience: Audience) -> Card:
    own = group.mine.get(audience.person) if audience.person is not None and not audience.is_staff else None
    if own is not None:
        booking_id, status, payment = own
        return Card("booking", "Your booking", time, booking_id=booking_id, status=status, payment=payment, line=group.name, mine=True)
    free = f"{group.left} free" if group.left else "Full"
    return Card("group", group.name, time, line=f"{group.taken} of {group.places}" if audience.is_staff else free, group=group)


def _card_on_wall(booking: Booking | None, person: Person | None, time: str, audience: Audience, *, booked: bool) -> Card:
    """What is on, and whose where names are shown: no money, no notes, no way on."""
    if booking is None or not booked:
        return Card("hold", "On hold", time, status="HELD")
    name = as_known(booking, person).name if person is not None and audience.reads_names else "Booked"
    return Card("booking", name, time, status=booking.status, with_coach=booking.coach_id is not None)


def card_for_audience(row: ClaimRow, audience: Audience, zone: str, groups: Groups) -> Card:
    claim, booking, person, hold, block, unread = row
    # What takes several days is claimed by the day; the card says from when to when it is.
    whole = block or (booking if claim.kind == "booking" else None) or claim
    assert whole.starts_at and whole.ends_at
    time = f"{clock_label(whole.starts_at, zone)}–{clock_label(whole.ends_at, zone)}"
    if block is not None:
        return Card("block", block.reason, time, block_id=block.id if audience.is_staff else None)
    if claim.kind == "buffer":
        return Card("buffer", "Kept free", time)
    if claim.kind == "booking" and claim.group_key is not None and claim.group_key in groups:
        return _card_of_group(groups[claim.group_key], time, audience)
    if audience.is_wall and audience.sees_present:
        return _card_on_wall(booking, person, time, audience, booked=claim.kind == "booking")
    mine = person is not None and audience.person == person.id
    if not audience.is_staff and not mine:
        return Card("taken", "Taken", time)
    if booking is None:
        assert hold is not None
        name = person.name if person is not None and audience.is_staff else "On hold for you"
        return Card(
            "hold", name, time, status="HELD", line=f"On hold until {clock_label(hold.expires_at, zone)}", mine=mine
        )
    if claim.kind == "offer":
        name = as_known(booking, person).name if person is not None and audience.is_staff else "Proposed to you"
        return Card("hold", name, time, status="HELD", line="Another time proposed", mine=mine)
    note = (booking.staff_note or booking.note) if audience.is_staff else ""
    return Card(
        "booking",
        as_known(booking, person).name if person is not None and audience.is_staff else "Your booking",
        time,
        booking_id=booking.id,
        status=booking.status,
        payment=booking.payment_status,
        with_coach=booking.coach_id is not None,
        has_note=bool(note),
        overridden=audience.is_staff and bool(booking.overridden),
        unread=audience.is_staff and unread,
        until=booking.expires_at,
        line=note.splitlines()[0][:60] if note else "",
        mine=mine,
    )
