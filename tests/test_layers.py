"""Imports go one way, and only the desk writes: read from the sources, so that nothing has to be run to be found."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BOOKINGS = ROOT / "bookings"

LAYERS = (
    {"errors", "audit", "logs"},
    {"rules"},
    {"settings", "models", "loops"},
    {"reading", "migrations"},
    {"desk"},
    {"changes"},
    {"live"},
    {"gateways", "demo"},
    {"program"},
    {"web"},
    {"api"},
    {"handler", "shutdown"},
    {"server"},
    {"serve"},
)
"""From the ground up: whoever stands on one floor may use the floors below it, and neither its neighbours nor those above."""

FLOOR = {room: floor for floor, rooms in enumerate(LAYERS) for room in rooms}
HTTP = {"flask", "flask_sock", "flask_login", "werkzeug", "socketio", "wsproto", "jinja2"}
WRITERS = {"desk", "models", "migrations", "demo"}
WRITING_WORDS = {"insert", "update", "delete"}
WRITING_CALLS = {"add", "add_all", "delete", "merge", "flush", "commit", "bulk_insert_mappings", "bulk_save_objects"}


def room_of(module: str) -> str:
    """The room of the house that a module of ours stands in: bookings.desk.holds is in desk."""
    return (module.split(".") + [""])[1]


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
    """What this module may not import: upwards, sideways, or anything of HTTP below the live floor."""
    here = room_of(module)
    found = []
    for name in imports_of(source, module):
        there = room_of(name)
        if name.startswith("bookings.") and here != there and there in FLOOR and FLOOR[there] >= FLOOR[here]:
            found.append(f"{module} imports {name}")
        if name.split(".")[0] in HTTP and FLOOR[here] < FLOOR["live"]:
            found.append(f"{module} imports {name}")
    return found


def writings(source: str, module: str) -> list[str]:
    """Where a module outside of the desk changes the database."""
    if room_of(module) in WRITERS:
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


def test_every_module_of_ours_has_its_floor() -> None:
    rooms = {room_of(module) for module, _ in modules()} - {"__init__"}
    assert rooms >= {"rules", "models", "desk", "reading", "changes", "live"}
    assert rooms <= FLOOR.keys()


def test_imports_go_one_way() -> None:
    assert [
        wrong for module, source in modules() if room_of(module) in FLOOR for wrong in wrong_imports(source, module)
    ] == []


def test_only_the_desk_writes() -> None:
    assert [wrong for module, source in modules() for wrong in writings(source, module)] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bookings.desk.holds", "from bookings.live.hub import Hub"),
        ("bookings.desk.holds", "def f():\n    import bookings.live"),
        ("bookings.reading.boards", "from bookings.changes.log import Seen"),
        ("bookings.reading.boards", "from bookings.desk import Desk"),
        ("bookings.rules.slots", "from bookings.models import Venue"),
        ("bookings.rules.slots", "from ..models import Venue"),
        ("bookings.rules.slots", "from .. import models"),
        ("bookings.models.venue", "if True:\n    from bookings import desk"),
        ("bookings.changes.log", "from bookings.live import hub"),
        ("bookings.live.hub", "from bookings.web.access import viewer"),
        ("bookings.live.hub", "from bookings.demo import ghosts"),
        ("bookings.web.pages", "import bookings.api"),
        ("bookings.desk.holds", "from flask import request"),
        ("bookings.reading.boards", "import socketio"),
    ],
)
def test_an_import_that_goes_wrong_is_found(module: str, source: str) -> None:
    assert wrong_imports(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bookings.desk.holds", "from bookings.errors import Conflict\nfrom bookings.models import Hold"),
        ("bookings.desk.holds", "from bookings.desk.claims import claim\nfrom .lost import Lost"),
        ("bookings.web.pages", "from bookings.live.hub import Hub\nfrom flask import request"),
        ("bookings.live.scenes.board", "from bookings.reading.boards import Board\nfrom .scene import Scene"),
        ("bookings.demo.ghosts", "from bookings.desk import Desk\nfrom bookings.changes.bell import Bell"),
    ],
)
def test_an_import_that_goes_right_is_let_pass(module: str, source: str) -> None:
    assert wrong_imports(source, module) == []


@pytest.mark.parametrize(
    "source",
    [
        "session.add(booking)",
        "self.session.delete(row)",
        "from sqlalchemy import select, update",
        "from sqlalchemy.dialects.postgresql import insert",
        "here().database.write(work)",
        "session.execute(text('UPDATE bookings SET status = 1'))",
        "connection.exec_driver_sql('drop table bookings')",
    ],
)
def test_a_writing_outside_of_the_desk_is_found(source: str) -> None:
    assert writings(source, "bookings.web.pages")
    assert writings(source, "bookings.reading.boards")
    assert writings(source, "bookings.desk.holds") == []


@pytest.mark.parametrize(
    "source", ["rooms.add(1)", "session.execute(select(Booking))", "text('SELECT 1')", "hub.write(b'x')"]
)
def test_what_only_reads_is_let_pass(source: str) -> None:
    assert writings(source, "bookings.reading.boards") == []
