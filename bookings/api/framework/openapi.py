"""The OpenAPI 3.1 document, made from the declarations of the calls and the types that they take and return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel

from bookings.api.framework.calls import JSON, LARGEST_ID, NUMBERS, Call
from bookings.api.framework.errors import Error

REF = "#/components/schemas/{model}"
ABOUT = """\
The desk for programs. Sign in at `/api/v1/auth/login` and send the access token as `Authorization: Bearer …`.
Instants are ISO 8601 in UTC with milliseconds; money is a number with two decimals beside a `currency`.
Whoever repeats a POST that books or pays under the same `Idempotency-Key` gets the same answer, and it is done once."""

COMMON_ERRORS = {
    400: "The body is broken or ambiguous JSON.",
    401: "No token, or one that is not valid (any more).",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "A field does not fit, or the venue's rules forbid it: `fields` says which and why.",
    429: "Too many requests: `Retry-After` says for how long.",
    503: "The desk cannot write just now. Nothing was changed.",
}

Mode = Literal["validation", "serialization"]
Json = dict[str, Any]


def document(calls: Sequence[Call], elsewhere: Json) -> Json:
    """The whole document. `elsewhere` are paths that other packages serve."""
    schemas = _Schemas(calls)
    paths: Json = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ringside", "version": "1", "description": ABOUT},
        "tags": [{"name": tag} for tag in dict.fromkeys(call.tag for call in calls)],
        "paths": paths | elsewhere,
        "components": {
            "schemas": schemas.defined,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def errors_of(call: Call) -> dict[int, Any]:
    """Every error status of a call with its description or shape: the call's own, and what holds for every call like it."""
    statuses = [429, 503]
    if not call.public:
        statuses.append(401)
    if call.body is not None:
        statuses += [400, 413, 415]
    if call.body is not None or "query" in call.takes or call.idempotent:
        statuses.append(422)
    found = {status: COMMON_ERRORS[status] for status in statuses}
    if call.parameters:
        found[404] = "There is nothing at this address."
    return dict(sorted((found | dict(call.errors)).items()))


class _Schemas:
    """The schema of each request body and response; what they share is defined once."""

    def __init__(self, calls: Iterable[Call]) -> None:
        wanted: dict[tuple[int, Mode], Any] = {(id(Error), "serialization"): Error}
        for call in calls:
            described = [each for each in (*call.returns.values(), *call.errors.values()) if not isinstance(each, str)]
            wanted |= {(id(each), "serialization"): each for each in described if each is not None}
            if call.body is not None:
                wanted[id(call.body), "validation"] = call.body
        self._kept = wanted  # an id is unique only among what lives
        inputs = [(key, key[1], TypeAdapter(each)) for key, each in wanted.items()]
        self._found, defined = TypeAdapter.json_schemas(inputs, ref_template=REF)
        self.defined: Json = _untitled(defined.get("$defs", {}))

    def of(self, shape: Any, mode: Mode) -> Json:
        found: Json = _untitled(self._found[((id(shape), mode), mode)])
        return {"oneOf": found["anyOf"]} if "anyOf" in found else found


def _operation(call: Call, schemas: _Schemas) -> Json:
    summary, _, more = (call.handler.__doc__ or "").strip().partition("\n")
    operation: Json = {
        "operationId": to_camel(call.handler.__name__),
        "tags": [call.tag],
        "summary": summary,
        "description": f"{' '.join(more.split())}\n\nFor {call.allowed}.".strip(),
        "parameters": [*_in_path(call), *_in_query(call), *_in_headers(call)],
        "responses": _responses(call, schemas),
        "security": [] if call.public else [{"bearer": []}],
    }
    if call.body is not None:
        content = {JSON: {"schema": schemas.of(call.body, "validation")}}
        operation["requestBody"] = {"required": not call.body_is_optional, "content": content}
    return operation


def _responses(call: Call, schemas: _Schemas) -> Json:
    found: Json = {}
    for status, shape in call.returns.items():
        found[str(status)] = {"description": "Done."}
        if shape is not None:
            found[str(status)]["content"] = {call.produces: {"schema": schemas.of(shape, "serialization")}}
    for status, error in errors_of(call).items():
        shape = Error if isinstance(error, str) else error
        description = error if isinstance(error, str) else "There is no such booking, or it is not yours."
        found[str(status)] = {
            "description": description,
            "content": {JSON: {"schema": schemas.of(shape, "serialization")}},
        }
    return found


def _in_path(call: Call) -> list[Json]:
    number = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
    opaque = {"type": "string", "pattern": "^[A-Za-z0-9-]{1,64}$"}
    return [
        {"name": name, "in": "path", "required": True, "schema": number if name in NUMBERS else opaque}
        for name in call.parameters
    ]


def _in_query(call: Call) -> list[Json]:
    if "query" not in call.takes:
        return []
    schema: Json = _untitled(call.takes["query"].model_json_schema())
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _without_null(each)}
        for name, each in schema["properties"].items()
    ]


def _in_headers(call: Call) -> list[Json]:
    if not call.idempotent:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[!-~]+$"}
    description = "A repeat under the same key gets the same answer; with another body it is refused."
    return [
        {"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema, "description": description}
    ]


def _without_null(schema: Json) -> Json:
    """Without null: what an address does not name is left out."""
    kinds = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    return kinds[0] if len(kinds) == 1 else {name: value for name, value in schema.items() if name != "default"}


def _untitled(value: Any) -> Any:
    """Without the titles that pydantic makes of every field's name."""
    if isinstance(value, dict):
        return {
            name: _untitled(each) for name, each in value.items() if not (name == "title" and isinstance(each, str))
        }
    return [_untitled(each) for each in value] if isinstance(value, list) else value
