"""Imports go one way, and only the desk writes: read from the sources, so that nothing has to be run to be found."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BOOKINGS = ROOT / "bookings"

LAYERS = (
    {"errors", "audit", "logs", "assets"},
    {"rules"},
    {"database", "settings", "loops"},
    {"models"},
    {"reading", "migrations"},
    {"desk"},
    {"mail", "payments"},
    {"accounts"},
    {"administration"},
    {"upkeep"},
    {"changes"},
    {"wire", "sockets"},
    {"webhooks"},
    {"live"},
    {"gateways", "demo"},
    {"program"},
    {"http", "gateways.raw.routes", "gateways.socketio.routes"},
    {"web"},
    {"api"},
    {"server"},
)
"""From the bottom up: a package may import those below it, and neither its neighbours nor those above."""

LAYER_OF = {package: number for number, packages in enumerate(LAYERS) for package in packages}
HTTP = {"flask", "flask_sock", "flask_login", "werkzeug", "simple_websocket", "wsproto", "jinja2"}
WRITERS = {
    "desk", "mail", "payments", "accounts", "administration", "upkeep", "database", "models", "migrations", "demo", "webhooks",
}  # fmt: skip
WRITING_WORDS = {"insert", "update", "delete"}
WRITING_CALLS = {"add", "add_all", "delete", "merge", "flush", "commit", "bulk_insert_mappings", "bulk_save_objects"}


def package_of(module: str) -> str:
    """The package of a module, as LAYERS names it: bookings.desk.holds is in desk, unless it stands there by itself."""
    path = module.removeprefix("bookings.")
    return path if path in LAYER_OF else (module.split(".") + [""])[1]


def imports_of(source: str, module: str) -> Iterator[str]:
    """All that a module imports, wherever in it that stands, with relative names spelled out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{name.name}" for name in node.names)


def wrong_imports(source: str, module: str) -> list[str]:
    """What this module may not import: upwards, sideways, or anything of HTTP below the live layer."""
    here = package_of(module)
    found = []
    for name in imports_of(source, module):
        there = package_of(name)
        if name.startswith("bookings.") and here != there and there in LAYER_OF and LAYER_OF[there] >= LAYER_OF[here]:
            found.append(f"{module} imports {name}")
        if name.split(".")[0] in HTTP and LAYER_OF[here] < LAYER_OF["live"] and here != "sockets":
            found.append(f"{module} imports {name}")
    return found


def writings(source: str, module: str) -> list[str]:
    """Where a module outside of the desk changes the database."""
    if package_of(module) in WRITERS:
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            found += [f"{module}: {name.name}" for name in node.names if name.name in WRITING_WORDS]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).split(".")[-1]
            if owner.endswith("session") and node.func.attr in WRITING_CALLS:
                found.append(f"{module}: {ast.unparse(node.func)}")
            if owner.endswith("database") and node.func.attr == "write":
                found.append(f"{module}: {ast.unparse(node.func)}")
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"text", "exec_driver_sql", "DDL"}:
            words = ast.unparse(node.args[0]).strip("f'\" ").lower().split(maxsplit=1) if node.args else []
            if words and words[0] in WRITING_WORDS | {"drop", "alter", "create", "truncate", "replace"}:
                found.append(f"{module}: {words[0]} as text")
    return found


def modules() -> Iterator[tuple[str, str]]:
    """(name, source) of every module of ours."""
    for path in sorted(BOOKINGS.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        # A package stands for itself with a part more, so that its relative imports are counted from inside.
        yield ".".join(parts), path.read_text()


def test_every_module_of_ours_has_its_layer() -> None:
    packages = {package_of(module) for module, _ in modules()} - {"__init__"}
    assert packages >= {"rules", "models", "desk", "reading", "changes", "live"}
    assert packages <= LAYER_OF.keys()


def test_imports_go_one_way() -> None:
    assert [
        wrong for module, source in modules() if package_of(module) in LAYER_OF for wrong in wrong_imports(source, module)
    ] == []


def test_the_protocols_of_socket_io_know_only_sockets() -> None:
    here = "bookings.gateways.socketio.protocol"
    imported = {
        (module, name) for module, source in modules() if module.startswith(here) for name in imports_of(source, module)
    }
    assert len(imported) > 20
    allowed = (f"{here}.", "bookings.sockets.")
    assert [
        pair for pair in sorted(imported) if f"{pair[1]}.".startswith("bookings.") and not pair[1].startswith(allowed)
    ] == []


def test_only_the_desk_writes() -> None:
    assert [wrong for module, source in modules() for wrong in writings(source, module)] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bookings.desk.holds", "def f():\n    import bookings.live"),
        ("bookings.rules.topics", "from ..models import Venue"),
        ("bookings.models.venue", "if True:\n    from bookings import desk"),
        ("bookings.wire.bookings", "from bookings.sockets.hub import Hub"),
        ("bookings.gateways.raw.gateway", "from bookings.program import Ringside"),
        ("bookings.desk.holds", "from flask import request"),
    ],
)
def test_an_import_that_goes_wrong_is_found(module: str, source: str) -> None:
    assert wrong_imports(source, module)


def test_the_sockets_could_be_published_alone() -> None:
    found = {
        name for module, source in modules() if package_of(module) == "sockets" for name in imports_of(source, module)
    }
    assert {name for name in found if name.startswith("bookings.")} <= {
        name for name in found if package_of(name) == "sockets"
    }


@pytest.mark.parametrize(
    "source",
    [
        "self.session.delete(row)",
        "from sqlalchemy.dialects.postgresql import insert",
        "current_ringside().database.write(work)",
        "session.execute(text('UPDATE bookings SET status = 1'))",
    ],
)
def test_a_writing_outside_of_the_desk_is_found(source: str) -> None:
    assert writings(source, "bookings.reading.events")
    assert writings(source, "bookings.desk.holds") == []


def test_the_drawing_says_the_same() -> None:
    """docs/corridor.md lists the layers from the bottom up, one a line, as LAYERS does."""
    text = (ROOT / "docs/corridor.md").read_text()
    drawn = text.split("<!-- layers, from the bottom up -->")[1].split("```")[1]
    lines = [set(line.split("  ")[0].replace(",", "").split()) for line in drawn.strip().splitlines()]
    assert lines == [set(packages) for packages in LAYERS]
