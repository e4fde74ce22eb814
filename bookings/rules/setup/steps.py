"""The steps from an empty venue to one that can be booked, for each kind of venue."""

from __future__ import annotations

from typing import NamedTuple

SET_UP = "set_up"
"""The name of the setting that keeps {venue's id: slug of the step that comes next}."""


class Step(NamedTuple):
    """`slug` stands in the page's address; `word` on the rail; `question` above the page."""

    slug: str
    word: str
    question: str


VENUE = Step("venue", "What it is", "What do you run?")
HOURS = Step("hours", "When open", "When are you open?")
STEPS = {
    "club": (
        VENUE,
        HOURS,
        Step("courts", "What is booked", "Which courts are there?"),
        Step("prices", "Prices", "What does an hour cost?"),
    ),
    "clinic": (
        VENUE,
        HOURS,
        Step("services", "What is booked", "Who offers what?"),
        Step("fees", "Prices", "What does it cost?"),
    ),
    "theatre": (
        VENUE,
        Step("hall", "The hall", "Which seats are there?"),
        Step("categories", "Prices", "What does a seat cost?"),
        Step("show", "First show", "What is on first?"),
    ),
    "airline": (
        VENUE,
        Step("cabin", "The aircraft", "Which seats are there?"),
        Step("fares", "Fares", "What does a seat cost?"),
        Step("flight", "First flight", "Where do you fly first?"),
    ),
}


def steps_of(kind: str) -> tuple[Step, ...]:
    return STEPS[kind]


def following(kind: str, slug: str) -> Step | None:
    """The step after this one; None after the last."""
    steps = steps_of(kind)
    place = [step.slug for step in steps].index(slug) + 1
    return steps[place] if place < len(steps) else None
