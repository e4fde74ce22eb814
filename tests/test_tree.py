"""Every file of ours can be read in one go, and no folder has more modules than one keeps in mind."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST, MOST = 220, 16
FOLDERS = ("bookings", "templates", "static", "tests", "bench", "docs")
SUFFIXES = {".py", ".html", ".css", ".js", ".mjs", ".c", ".h"}
INSTALLED = {"node_modules", "build"}
# A migration is added at the end of their line, and none is ever taken out of it.
GROWS = {"bookings/migrations/versions"}


def ours() -> list[Path]:
    """All that is written here: not what is vendored, installed or built."""
    vendored = {
        file["path"]
        for package in tomllib.loads((ROOT / "static/VENDORED").read_text())["package"]
        for file in package["files"]
    }
    found = [path.relative_to(ROOT) for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*"))]
    return [
        path
        for path in (*map(Path, ("app.py", "dev.py")), *found)
        if path.suffix in SUFFIXES and not INSTALLED & set(path.parts) and path.as_posix() not in vendored
    ]


def test_no_file_is_longer_than_one_reads_in_one_go() -> None:
    length = {path.as_posix(): len((ROOT / path).read_text().splitlines()) for path in ours()}
    assert len(length) > 900, "the premise: they are found"
    assert {name: lines for name, lines in length.items() if lines > LONGEST} == {}


def test_no_folder_has_more_modules_than_one_keeps_in_mind() -> None:
    """Among the tests those that test are counted: what all of them stand on lies at their root."""
    modules = [
        path for path in ours() if path.suffix == ".py" and (path.parts[0] != "tests" or path.name.startswith("test_"))
    ]
    count = Counter(path.parent.as_posix() for path in modules)
    assert {folder: number for folder, number in count.items() if number > MOST and folder not in GROWS} == {}
