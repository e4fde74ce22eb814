"""Seats in words, for sentences like "C 15 and C 16 are free together"."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.rules.seats.seat import PlacedSeat, together


def seat_name(seat: PlacedSeat) -> str:
    """The seat as people say it: "C 15" in a theatre, "12A" on a flight, its label when that says more."""
    number = seat.label.removeprefix(seat.row)
    return f"{seat.row} {number}" if number.isdecimal() and seat.row.isalpha() else seat.label


def describe(seats: Sequence[PlacedSeat]) -> str:
    """What is free, as a clause without a full stop: "C 15 and C 16 are free together". At least one seat."""
    return _clause(seats, _several_sections(seats))


def describe_alternatives(groups: Sequence[Sequence[PlacedSeat]]) -> str:
    """What `alternatives_for` found, as a sentence; single seats are named together. Empty when nothing was found."""
    if not groups:
        return ""
    every = [seat for group in groups for seat in group]
    several = _several_sections(every)
    if len(every) == len(groups):
        return f"{_clause(every, several).removesuffix(', but not together')}."
    return f"{_clause(groups[0], several)}{''.join(f', or {_names(group, several)}' for group in groups[1:])}."


def _clause(seats: Sequence[PlacedSeat], several: bool) -> str:
    if len(seats) == 1:
        return f"{_names(seats, several)} is free"
    return f"{_names(seats, several)} are free{' together' if together(seats) else ', but not together'}"


def _several_sections(seats: Sequence[PlacedSeat]) -> bool:
    return len({seat.section for seat in seats}) > 1


def _names(seats: Sequence[PlacedSeat], several: bool) -> str:
    ordered = sorted(seats, key=lambda seat: (seat.section, seat.row_order, seat.position))
    names = [f"{seat.section} {seat_name(seat)}" if several else seat_name(seat) for seat in ordered]
    if len(names) > 3 and together(ordered):
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
