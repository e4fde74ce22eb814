"""The name of a section as it stands in an address and in an element's id."""

from __future__ import annotations


def slug_of(section: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in section.lower()).strip("-")
