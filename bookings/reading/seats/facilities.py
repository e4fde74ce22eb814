"""What is in an aircraft's cabin besides its seats, brought to the rows beside which it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bookings.models import Event
from bookings.reading.seats.views import SectionView
from bookings.rules.seats.plan_text import Facility
from bookings.rules.seats.plan_text.facilities import BEFORE, BEHIND, WING


def facilities_of(event: Event) -> tuple[Facility, ...]:
    return tuple(Facility(*each) for each in event.facilities)


def with_facilities(sections: Sequence[SectionView], facilities: Sequence[Facility]) -> tuple[SectionView, ...]:
    """The sections, each row with what is before and behind it and whether it is beside a wing."""
    if not facilities:
        return tuple(sections)
    names = [row.name for section in sections for row in section.rows]
    wing = {
        name
        for each in facilities
        if each.what == WING and each.row in names and each.last in names
        for name in names[names.index(each.row) : names.index(each.last) + 1]
    }

    def between(where: str, row: str) -> tuple[str, ...]:
        return tuple(each.what for each in facilities if (each.where, each.row) == (where, row))

    return tuple(
        replace(section, rows=tuple(
            replace(row, before=between(BEFORE, row.name), behind=between(BEHIND, row.name), wing=row.name in wing)
            for row in section.rows
        ))
        for section in sections
    )  # fmt: skip
