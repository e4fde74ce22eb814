"""Cabins of an aircraft: how their names stand in programs."""

from __future__ import annotations


def cabin_class_of(name: str) -> str:
    """A cabin's name as programs write it: "Premium economy" is PREMIUM_ECONOMY."""
    return name.strip().upper().replace("-", "_").replace(" ", "_")
