"""The ids of what the demo makes. They are the same in every demo, so addresses survive a fresh database."""

from __future__ import annotations

import random
import uuid

_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "demo.ringside.example")


def demo_id(words: str) -> str:
    return str(uuid.uuid5(_SPACE, words))


def chance_of(words: str) -> random.Random:
    """Chance that falls the same way in every demo."""
    return random.Random(f"ringside {words}")  # noqa: S311 (a play, not a secret)


CLUB = demo_id("Lindenhof Racket Club")
THEATRE = demo_id("Alder Street Theatre")
ARENA = demo_id("Riverside Arena")
AIRLINE = demo_id("Northline")
CLINIC = demo_id("Harbour Pet Clinic")
