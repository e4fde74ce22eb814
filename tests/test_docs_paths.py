"""Every file and folder that a page of the documentation names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOPS = {"bookings", "tests", "bench", "docs", "templates", "static"} | {
    each.name for each in (ROOT / "bookings").iterdir() if each.is_dir() and not each.name.startswith("_")
}
PATH = re.compile(r"(?<![\w./:-])((?:" + "|".join(sorted(TOPS)) + r")(?:/[\w-]+)+(?:\.\w+)?)")


def missing(text: str) -> list[str]:
    """A path counts from the root or from bookings/; where the words after it go on as an address it is none."""
    return [path for path in PATH.findall(text) if not any((top / path).exists() for top in (ROOT, ROOT / "bookings"))]


def test_a_path_that_leads_nowhere_is_found() -> None:
    assert missing("`live/pages` and bookings/live/dispatcher.py") == ["live/pages"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_in_the_documentation_exist(page: Path) -> None:
    assert missing(page.read_text()) == []
