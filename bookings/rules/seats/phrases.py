"""Seats in words, for sentences like "C 15 and C 16 are free together"."""

from __future__ import annotations

from collections.abc import Sequence

from bookings.rules.seats.seat import PlacedSeat, together


def seat_name(spot: PlacedSeat) -> str:
    """The seat as people say it: "C 15" in a theatre, "12A" on a flight, its label when that says more."""
    number = spot.label.removeprefix(spot.row)
    return f"{spot.row} {number}" if number.isdecimal() and spot.row.isalpha() else spot.label


def describe(spots: Sequence[PlacedSeat]) -> str:
    """What is free, as a clause without a full stop: "C 15 and C 16 are free together". At least one seat."""
    return _clause(spots, _several_sections(spots))


def describe_alternatives(groups: Sequence[Sequence[PlacedSeat]]) -> str:
    """What `alternatives_for` found, as a sentence; single seats are named together. Empty when nothing was found."""
    if not groups:
        return ""
    every = [spot for group in groups for spot in group]
    several = _several_sections(every)
    if len(every) == len(groups):
        return f"{_clause(every, several).removesuffix(', but not together')}."
    return f"{_clause(groups[0], several)}{''.join(f', or {_names(group, several)}' for group in groups[1:])}."


def _clause(spots: Sequence[PlacedSeat], several: bool) -> str:
    if len(spots) == 1:
        return f"{_names(spots, several)} is free"
    return f"{_names(spots, several)} are free{' together' if together(spots) else ', but not together'}"


def _several_sections(spots: Sequence[PlacedSeat]) -> bool:
    return len({spot.section for spot in spots}) > 1


def _names(spots: Sequence[PlacedSeat], several: bool) -> str:
    ordered = sorted(spots, key=lambda spot: (spot.section, spot.row_order, spot.position))
    names = [f"{spot.section} {seat_name(spot)}" if several else seat_name(spot) for spot in ordered]
    if len(names) > 3 and together(ordered):
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
