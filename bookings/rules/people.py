"""What people may say of themselves: how dates are written for them, and the names of pets and of their family."""

from __future__ import annotations

from bookings.rules.text.canonical import fold
from bookings.rules.text.names import clean_name, clean_note
from bookings.rules.violation import RuleViolation

DATE_STYLES = {"": "24 Dec", "month": "Dec 24", "iso": "2026-12-24"}
"""{style: an example}. Times of day are of 24 hours for everybody."""

MOST_NAMES = 20
NAME_LENGTH = 80
PET = "(pet)"


def read_names(value: object) -> list[dict[str, str]]:
    """From one name a line, a pet's with "(pet)" behind it, to what Person.names keeps. Raises RuleViolation."""
    found: dict[str, dict[str, str]] = {}
    for line in clean_note(value, MOST_NAMES * (NAME_LENGTH + 20), field="names").splitlines():
        if not line.strip():
            continue
        is_pet = fold(line).endswith(PET)
        name = clean_name(line.strip()[: -len(PET)] if is_pet else line, field="names", limit=NAME_LENGTH)
        found.setdefault(fold(name), {"name": name, "kind": "pet" if is_pet else "family"})
    if len(found) > MOST_NAMES:
        raise RuleViolation("too_many", f"At most {MOST_NAMES} names.", "names")
    return list(found.values())


def write_names(names: list[dict[str, str]]) -> str:
    """As they are edited: one a line."""
    return "\n".join(f"{each['name']} {PET}" if each["kind"] == "pet" else each["name"] for each in names)
