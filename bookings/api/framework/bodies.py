"""What programs send, read strictly: JSON that means one thing, and values that fit their declaration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from types import UnionType
from typing import Any, ClassVar, Final, NoReturn, TypeVar, get_args

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from bookings.errors import Invalid, Refusal

Model = TypeVar("Model", bound=BaseModel)

DEEPEST = 32
DIGITS = 15
MISSING: Final = object()
NOT_UNDERSTOOD = "This field is not understood here."


class Body(BaseModel):
    """A JSON object by JavaScript's names. A field that is not understood is refused, never ignored; no text is taken for a
    number. What need not be there may be null."""

    model_config = ConfigDict(alias_generator=to_camel, strict=True, frozen=True, extra="forbid")
    named_by: ClassVar[str] = ""
    """The field by which it is known, where an address takes several kinds of body."""


class Query(BaseModel):
    """What stands behind the question mark."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="ignore")


class BadJson(Refusal):
    status = 400
    code = "bad_json"


class NotJson(Refusal):
    status = 415
    code = "not_json"


def read_json() -> Any:
    """The request's body; MISSING when there is none. Raises NotJson for another kind, BadJson for what is broken or ambiguous."""
    raw = request.get_data(cache=False)
    if not raw:
        return MISSING
    if request.mimetype != "application/json":
        raise NotJson("Send JSON, and say so: Content-Type: application/json.")
    try:
        value = json.loads(
            raw.decode(), object_pairs_hook=_object, parse_int=_whole, parse_float=_number, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise BadJson("The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadJson(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise BadJson("The body is nested too deeply.") from None
    if _deeper_than(value, DEEPEST):
        raise BadJson("The body is nested too deeply.")
    return value


def parse_body(kind: Any, value: Any) -> Body:
    """The value as `kind`, or as one of several kinds. Raises Invalid with a sentence for each field that does not fit."""
    if not isinstance(value, dict):
        raise Invalid("The body has to be a JSON object.")
    one: type[Body] = _the_one(kind, value) if isinstance(kind, UnionType) else kind
    return _fitted(one, value)


def parse_query(kind: type[Query], values: Mapping[str, str]) -> Query:
    """As `parse_body`, for what stands in the address."""
    return _fitted(kind, values)


def _the_one(kinds: UnionType, value: Mapping[str, Any]) -> type[Body]:
    models: tuple[type[Body], ...] = get_args(kinds)
    meant = [model for model in models if value.get(model.named_by) is not None]
    if len(meant) != 1:
        names = [model.named_by for model in models]
        raise Invalid(
            f"Say what is booked by exactly one of {', '.join(names)}.", fields=dict.fromkeys(names, "one of these")
        )
    return meant[0]


def _fitted(kind: type[Model], value: Mapping[str, Any]) -> Model:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        found = [
            (_name(each["loc"]), NOT_UNDERSTOOD if each["type"] == "extra_forbidden" else _sentence(each["msg"]))
            for each in error.errors(include_url=False, include_input=False)
        ]
        words = "; ".join(f"{name}: {said}" if name else said for name, said in found)
        fields = {name: said for name, said in reversed(found) if name}
        raise Invalid(f"This does not fit. {words}", fields=fields) from None


def _name(place: tuple[int | str, ...]) -> str:
    """passengers.0.firstName"""
    return ".".join(map(str, place))


def _sentence(said: str) -> str:
    return said.removeprefix("Value error, ")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # which of the two counts is read differently by every parser
        raise BadJson("The body names a field twice.")
    return found


def _whole(text: str) -> int | float:
    return int(text) if len(text) <= DIGITS else float(text)


def _number(text: str) -> Decimal | int | float:
    """Exactly as written; 6.0 is the whole number that it is. What no field can take stays a float, which none does."""
    number = float(text)
    if len(text) > 2 * DIGITS or abs(number) >= 10**DIGITS:
        return number
    exact = Decimal(text)
    return int(exact) if exact == exact.to_integral_value() else exact


def _no_number(word: str) -> NoReturn:
    raise BadJson(f"{word} is not JSON.")


def _deeper_than(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper_than(each, levels - 1) for each in inside)
