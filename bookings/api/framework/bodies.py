"""Request bodies and queries: pydantic models, and how a request is parsed into them."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any, ClassVar, Final, TypeVar, get_args

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from bookings.errors import Invalid, Refusal
from bookings.wire.decode import InvalidJson, decode

Model = TypeVar("Model", bound=BaseModel)

MISSING: Final = object()
NOT_UNDERSTOOD = "This field is not understood here."


class Body(BaseModel):
    """The base of all request bodies: a JSON object with camelCase names.

    A field that is not understood is refused, never ignored; no text is taken for a number. What need not be there may be null.
    """

    model_config = ConfigDict(alias_generator=to_camel, strict=True, frozen=True, extra="forbid")
    named_by: ClassVar[str] = ""
    """The field by which it is known, where an address takes several kinds of body."""


class MayNotify(Body):
    """`notify`: false keeps the customer from being told of what the venue's staff does by this call, and stands in the log."""

    notify: bool = True


class Query(BaseModel):
    """The base of all query strings."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="ignore")


class NotifyQuery(Query):
    """As `MayNotify`, for calls without a body."""

    notify: bool = True


class BadJson(Refusal):
    status = 400
    code = "bad_json"


class NotJson(Refusal):
    status = 415
    code = "not_json"


def request_json() -> Any:
    """The request's body; MISSING when there is none. Raises NotJson for another kind, BadJson for what is broken or ambiguous."""
    raw = request.get_data(cache=False)
    if not raw:
        return MISSING
    if request.mimetype != "application/json":
        raise NotJson("Send JSON, and say so: Content-Type: application/json.")
    try:
        return decode(raw.decode())
    except UnicodeDecodeError:
        raise BadJson("The body is not UTF-8.") from None
    except InvalidJson as error:
        raise BadJson(f"The body is {error.reason}{error.detail}.") from None


def parse_body(kind: Any, value: Any) -> Body:
    """The value as `kind`, or as one of several kinds. Raises Invalid with a sentence for each field that does not fit."""
    if not isinstance(value, dict):
        raise Invalid("The body has to be a JSON object.")
    model: type[Body] = _model_for(kind, value) if isinstance(kind, UnionType) else kind
    return _validated(model, value)


def parse_query(kind: type[Query], values: Mapping[str, str]) -> Query:
    """As `parse_body`, for what stands in the address."""
    return _validated(kind, values)


def _model_for(kinds: UnionType, value: Mapping[str, Any]) -> type[Body]:
    models: tuple[type[Body], ...] = get_args(kinds)
    matching = [model for model in models if value.get(model.named_by) is not None]
    if len(matching) != 1:
        names = [model.named_by for model in models]
        raise Invalid(
            f"Say what is booked by exactly one of {', '.join(names)}.", fields=dict.fromkeys(names, "one of these")
        )
    return matching[0]


def _validated(kind: type[Model], value: Mapping[str, Any]) -> Model:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        found = [
            (_name(each["loc"]), NOT_UNDERSTOOD if each["type"] == "extra_forbidden" else _sentence(each["msg"]))
            for each in error.errors(include_url=False, include_input=False)
        ]
        words = "; ".join(f"{name}: {problem}" if name else problem for name, problem in found)
        fields = {name: problem for name, problem in reversed(found) if name}
        raise Invalid(f"This does not fit. {words}", fields=fields) from None


def _name(location: tuple[int | str, ...]) -> str:
    """passengers.0.firstName"""
    return ".".join(map(str, location))


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ")
