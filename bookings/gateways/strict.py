"""Reading JSON from strangers: bounded in depth and in the size of numbers, and nothing that is not JSON."""

from __future__ import annotations

import json
from typing import Any, NoReturn

DEEPEST = 16
LONGEST_NUMBER = 20


class Unreadable(ValueError):
    """The message says in a few words why."""


def read_json(text: str) -> Any:
    """Raises Unreadable."""
    # The parser recurses: so depth is counted before it runs.
    depth = 0
    for letter in text:
        depth += (letter in "[{") - (letter in "]}")
        if depth > DEEPEST:
            raise Unreadable("nested too deep")
    try:
        return json.loads(text, parse_constant=_no_constant, parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error


def _number(digits: str) -> int | float:
    # Python refuses to read an integer of thousands of digits, and nothing here needs one of twenty.
    return int(digits) if len(digits) <= LONGEST_NUMBER else float("inf")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
