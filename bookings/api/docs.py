"""The documentation of the calls: an OpenAPI document for programs, and a page for people that is drawn from it.

The page needs no script and nothing from another site.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Response, render_template

from bookings.api.framework.calls import JSON, Call
from bookings.api.framework.openapi import COMMON_ERRORS, document

PREFIX = "#/components/schemas/"
_PLAIN = {"description": "As it says.", "content": {"text/plain": {"schema": {"type": "string"}}}}
ELSEWHERE: dict[str, Any] = {
    "/healthz": ("Is the process alive", {"200": _PLAIN}),
    "/readyz": ("Can it serve: 503 while it starts or stops", {"200": _PLAIN, "503": _PLAIN}),
    "/metrics": ("Figures for Prometheus, for this machine or with METRICS_TOKEN", {"200": _PLAIN}),
}


@dataclass(frozen=True)
class Field:
    """A field of a body or a schema: `kind` in words, `shape` the name of the schema that it refers to, if any."""

    name: str
    kind: str
    shape: str
    required: bool
    description: str


@dataclass(frozen=True)
class Entry:
    """A call as the page shows it. `answers`: (status, description, shape)."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    bodies: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]


def install(bp: Blueprint, calls: Sequence[Call]) -> None:
    found, text = _document(tuple(calls))

    @bp.get("/api/openapi.json")
    def openapi() -> Response:
        return Response(text, mimetype=JSON)

    @bp.get("/api/docs")
    def page() -> str:
        groups = {tag["name"]: _entries(found, tag["name"]) for tag in found["tags"]}
        shapes = {
            name: (schema.get("description", ""), _fields(schema))
            for name, schema in found["components"]["schemas"].items()
        }
        return render_template(
            "pages/api.html", about=found["info"]["description"], groups=groups, shapes=shapes, always=COMMON_ERRORS
        )


@cache
def _document(calls: tuple[Call, ...]) -> tuple[dict[str, Any], str]:
    """The document and its text, made once: it takes longer than all the rest of an application that is built."""
    found = document(calls, _elsewhere())
    return found, json.dumps(found, indent=1)


def _elsewhere() -> dict[str, Any]:
    return {
        path: {
            "get": {
                "operationId": path.strip("/"), "tags": ["Is it live"], "summary": summary, "description": "For anyone.",
                "parameters": [], "responses": responses, "security": [],
            }
        }
        for path, (summary, responses) in ELSEWHERE.items()
    }  # fmt: skip


def _entries(found: dict[str, Any], tag: str) -> list[Entry]:
    return [
        _entry(method, path, operation)
        for path, operations in found["paths"].items()
        for method, operation in operations.items()
        if tag in operation["tags"]
    ]


def _entry(method: str, path: str, operation: dict[str, Any]) -> Entry:
    parameters = [
        Field(each["name"], _kind(each["schema"]), "", each["required"], f"in the {each['in']}")
        for each in operation["parameters"]
    ]
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    answers = [
        (status, answer["description"], _shape(answer.get("content", {}).get(JSON, {}).get("schema", {})))
        for status, answer in operation["responses"].items()
        if answer["description"] not in COMMON_ERRORS.values()
    ]
    bodies = [_shape(each) for each in body.get("oneOf", [body] if body else [])]
    return Entry(
        operation["operationId"], method.upper(), path, operation["summary"], operation["description"], tuple(parameters),
        tuple(bodies), tuple(answers),
    )  # fmt: skip


def _fields(schema: dict[str, Any]) -> list[Field]:
    required = schema.get("required", [])
    return [
        Field(name, _kind(each), _shape(each), name in required, each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    ]


def _shape(schema: dict[str, Any]) -> str:
    """The name of the schema that this one refers to, also inside a list or beside null."""
    inside = [schema, schema.get("items", {}), *schema.get("anyOf", [])]
    return next((each["$ref"].removeprefix(PREFIX) for each in inside if "$ref" in each), "")


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "$ref" in schema:
        return str(schema["$ref"].removeprefix(PREFIX))
    return str(schema.get("format", schema.get("type", "anything")))
