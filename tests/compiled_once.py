"""What is compiled once for all applications that tests build in a process: templates, statements of SQL, addresses.

A program has one application and compiles each of them once too. Tests build a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

STATEMENTS = 20_000  # more than all tests together have


def compile_once() -> None:
    """From now on. All applications have the same options, on which templates depend, and all engines of a kind the same server."""
    Flask.jinja_options["bytecode_cache"] = _Templates()
    Flask.url_rule_class = _Rule
    DefaultDialect.engine_created = classmethod(_share_statements)


class _Templates(BytecodeCache):
    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


class _Rule(Rule):
    _parsed: ClassVar[dict[str, tuple[list[RulePart], list[tuple[bool, str]], dict[str, BaseConverter]]]] = {}
    _builders: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def _parse_rule(self, rule: str) -> list[RulePart]:
        if rule not in self._parsed:
            before = len(self._trace)
            parts = list(super()._parse_rule(rule))
            trace = self._trace[before:]
            self._parsed[rule] = (parts, trace, {name: self._converters[name] for varies, name in trace if varies})
            return parts
        parts, trace, converters = self._parsed[rule]
        self._trace += trace
        self._converters |= converters
        self.arguments |= converters.keys()
        return parts

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        asked = (self.rule, *self._trace, repr(self.defaults), append_unknown)
        if asked not in self._builders:
            self._builders[asked] = super()._compile_builder(append_unknown)
        return self._builders[asked]


_engines: dict[type[DefaultDialect], Engine] = {}


def _share_statements(kind: type[DefaultDialect], engine: Engine) -> None:
    """Statements are kept for a dialect, which knows the server once its engine has connected."""
    first: Any = _engines.get(kind)
    if first is None or first.dialect.server_version_info is None:
        _engines[kind] = engine
        engine._compiled_cache.capacity = STATEMENTS
    else:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
