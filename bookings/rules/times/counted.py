"""Numbers of minutes and days in words, as refusals and hints say them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """1 minute, 2 minutes."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def span_words(minutes: int) -> str:
    """In whole days or hours where it is that: 120 is "2 hours"."""
    for size, noun in ((24 * 60, "day"), (60, "hour")):
        if minutes % size == 0:
            return counted(minutes // size, noun)
    return counted(minutes, "minute")


def free_only(minutes: int) -> str:
    """Of a time that is too short for a booking."""
    return f"free for {counted(minutes, 'minute')} only"


def as_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
