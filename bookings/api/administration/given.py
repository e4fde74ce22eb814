"""What a call of the administration was given, under the names that the rules have for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.alias_generators import to_camel

from bookings.api.framework.bodies import Body
from bookings.api.framework.errors import rename_fields


def given(body: Body, columns: Mapping[str, str] | None = None, *, without: tuple[str, ...] = ("revision",)) -> dict[str, Any]:
    """The fields that were sent. `columns` has the rules' name of those that have another one; refusals name them as the
    program did."""
    names = {name: (columns or {}).get(name, name) for name in type(body).model_fields}
    rename_fields({column: to_camel(name) for name, column in names.items()})
    sent = body.model_dump(exclude_unset=True, exclude=set(without))
    return {names[name]: value for name, value in sent.items()}
