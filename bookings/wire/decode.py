"""The JSON reader for everything that programs send, over HTTP and over sockets: strict, and bounded in depth and numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

DEEPEST = 32
DIGITS = 15


class InvalidJson(ValueError):
    """The text is not JSON, or not JSON that means one thing; `reason` completes "it is …", `detail` says where."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason + detail)
        self.reason, self.detail = reason, detail


def decode(text: str) -> Any:
    """The value of a JSON text, its numbers int or Decimal where they are exact. Raises InvalidJson."""
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_whole, parse_float=_number, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise InvalidJson("not JSON", f": {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise InvalidJson("nested too deep") from None
    if _deeper_than(value, DEEPEST):
        raise InvalidJson("nested too deep")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # which of the two counts is read differently by every parser
        raise InvalidJson("ambiguous", ": it names a field twice")
    return found


def _whole(text: str) -> int | float:
    # Python refuses to read an integer of thousands of digits, and no field takes one of twenty.
    return int(text) if len(text) <= DIGITS else float(text)


def _number(text: str) -> Decimal | int | float:
    """Exactly as written; 6.0 is the whole number that it is. What no field can take stays a float, which none does."""
    number = float(text)
    if len(text) > 2 * DIGITS or abs(number) >= 10**DIGITS:
        return number
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else exact


def _no_number(word: str) -> NoReturn:
    raise InvalidJson("not JSON", f": {word}")


def _deeper_than(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper_than(each, levels - 1) for each in inside)
