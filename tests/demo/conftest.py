"""A demo is made once for each hour that a test asks for; each test has a copy to itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bookings.demo import fill
from bookings.desk import Desk
from tests.demo.demos import AFTERNOON, desk_at


@pytest.fixture(scope="session")
def filled_at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def fill_at(local: str) -> Path:
        if local not in made:
            made[local] = tmp_path_factory.mktemp("demo") / "ringside.db"
            with desk_at(made[local], local) as desk:
                fill(desk)
                desk.database.checkpoint()
        return made[local]

    return fill_at


@pytest.fixture
def demo_at(filled_at: Callable[[str], Path], tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Gives the demo of that hour, a second after it was made."""
    with ExitStack() as opened:

        def copied(local: str) -> Desk:
            desk = opened.enter_context(desk_at(Path(shutil.copy(filled_at(local), tmp_path)), local))
            desk.database.skew += timedelta(seconds=1)
            return desk

        yield copied


@pytest.fixture
def demo(demo_at: Callable[[str], Desk]) -> Desk:
    return demo_at(AFTERNOON)
