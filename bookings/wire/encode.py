"""How values stand in JSON: money as a number with two decimals, instants in UTC with milliseconds, no NaN."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import WithJsonSchema

from bookings.rules.times.zones import iso

Money = Annotated[Decimal, WithJsonSchema({"type": "number", "examples": [450.00]})]
Time = Annotated[
    datetime, WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-03T09:00:00.000Z"]})
]
Day = Annotated[date, WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-03"]})]


def one_of(words: Iterable[str]) -> WithJsonSchema:
    """For a text that is one of these."""
    return WithJsonSchema({"type": "string", "enum": [str(word) for word in words]})


def encode(value: Any) -> str:
    """Plain values as JSON text. A Decimal never becomes a float on the way: 450 is written 450.00."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return f'"{iso(value)}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_plain(str(name))}:{encode(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(encode, value)) + "]"
    return _plain(value)


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
