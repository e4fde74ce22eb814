"""No underscored name of another package is used: such names change without notice, and nobody checks how they are used."""

import ast
import importlib
import threading
from collections.abc import Iterator, Set
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BOOKINGS = ROOT / "bookings"

EXCEPTIONS = {("handover.py", "_sock")}
"""gevent.pywsgi and gunicorn have no public way to give away the socket of a request."""

OF_NAMED_TUPLES = {"_asdict", "_replace"}
"""Public all the same: underscored so that no field can be called so."""


def is_private(name: str) -> bool:
    return name not in OF_NAMED_TUPLES and name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def defined(source: str) -> Iterator[str]:
    """The private names that a module makes itself: functions, classes, variables, attributes and slots."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name


def foreign(source: str, module: str, ours: Set[str]) -> list[str]:
    """The private names in a module that nobody here has made; `ours` are those that somebody has."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=owner, attr=name) if is_private(name) and name not in ours:
                found.append(f"{module}: {ast.unparse(owner)}.{name}")
            case ast.ImportFrom(module=package, level=0, names=names) if (package or "").split(".")[0] != "bookings":
                parts = [*(package or "").split("."), *(each.name for each in names)]
                found += [f"{module}: {package}" for part in parts if is_private(part)]
            case ast.Import(names=names):
                found += [f"{module}: {each.name}" for each in names if any(map(is_private, each.name.split(".")))]
            case ast.Call(
                func=ast.Name(id="getattr" | "setattr" | "hasattr"), args=[_, ast.Constant(value=str(name)), *_]
            ):
                if is_private(name) and name not in ours:
                    found.append(f"{module}: {name}")
    return found


def test_no_private_name_of_another_package_is_used() -> None:
    sources = {path: path.read_text() for path in sorted(BOOKINGS.rglob("*.py"))}
    ours = {name for source in sources.values() for name in defined(source) if is_private(name)}
    excepted = {name for _, name in EXCEPTIONS}
    found = []
    for path, source in sources.items():
        here = ours - excepted | {name for file, name in EXCEPTIONS if file == path.name}
        found += foreign(source, str(path.relative_to(ROOT)), here)
    assert found == []


def overridden(cls: type, ours: Set[str]) -> list[str]:
    """The private names of a class of ours that a base of another package has too."""
    foreign_bases = [base for base in cls.__mro__ if not base.__module__.startswith("bookings.")]
    return [name for name in vars(cls) if name in ours and any(name in vars(base) for base in foreign_bases)]


def test_no_private_name_of_another_package_is_overridden() -> None:
    found = []
    for path in sorted(BOOKINGS.rglob("*.py")):
        if "migrations" in path.parts:
            continue  # run by Alembic alone
        parts = path.relative_to(ROOT).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        ours = set(filter(is_private, defined(path.read_text())))
        for cls in vars(module).values():
            if isinstance(cls, type) and cls.__module__ == module.__name__:
                found += [f"{module.__name__}: {cls.__name__}.{name}" for name in overridden(cls, ours)]
    assert found == []


def test_a_private_name_of_others_that_is_overridden_is_found() -> None:
    ours = type("Ours", (threading.Thread,), {"_bootstrap": 1, "_own": 2, "__module__": "bookings.x"})
    assert overridden(ours, {"_bootstrap", "_own"}) == ["_bootstrap"]


@pytest.mark.parametrize(
    "source",
    [
        "server._handle_connect()",
        "class Ours(Theirs):\n    def f(self):\n        return self._theirs",
        "super()._handle(1)",
        "from flask._internal import x",
        "from flask import _x",
        "import flask._internal",
        "getattr(server, '_sock')",
        "def f(server):\n    server._limit = 1",
    ],
)
def test_a_private_name_of_others_is_found(source: str) -> None:
    assert foreign(source, "x", set(defined(source)))


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def __init__(self, b):\n        self._b = b\n\n    def f(self, other):\n        return other._b",
        "class A:\n    def _f(self):\n        return self._f",
        "from bookings.models import _x",
        "x.__class__",
        "_x = 1\nx = module._x",
    ],
)
def test_a_private_name_of_ours_is_let_pass(source: str) -> None:
    assert foreign(source, "x", set(defined(source))) == []
