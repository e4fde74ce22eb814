"""What all tests share: the test world on each of the two engines, fresh for every test; a server and browsers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from bookings.database import Database, engines
from bookings.database.migrate import migrate
from bookings.desk import Desk
from bookings.models import Base
from tests.browsers import Window, windows
from tests.compiled_once import compile_once
from tests.external import chromium, postgres
from tests.external.postgres_copies import Copies
from tests.server_process import Served, serving
from tests.world import present
from tests.world.clock import NOW, set_clock
from tests.world.rows import fill

settings.register_profile("untimed", deadline=None)  # on a busy machine an example may take any time
settings.load_profile("untimed")
# Twelve who race wait for one another; on a busy machine that takes longer than a person would wait.
engines.LIMITS.update(lock_timeout=60, statement_timeout=120, idle_in_transaction_session_timeout=120)
engines.PRAGMAS["synchronous"] = "OFF"  # what tests write need not outlive the machine, as with their PostgreSQL
compile_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked `long` too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: python3 dev.py test --long"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One throw-away server for all tests of this worker."""
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The address of a filled database from which the others are copied; nobody may be connected to it."""
    url = postgres.create_database(postgres_server)
    _filled(url)
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled SQLite file from which the others are copied."""
    path = tmp_path_factory.mktemp("template") / "ringside.db"
    _filled(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "ringside.db"
    shutil.copy(sqlite_template, path)
    yield from _opened(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_copies(postgres_server: str, postgres_template: str) -> Iterator[Copies]:
    tables = ["alembic_version", *(table.name for table in Base.metadata.sorted_tables)]
    copies = Copies(postgres_server, postgres_template, tables)
    yield copies
    copies.drop()


@pytest.fixture
def postgresql(postgres_copies: Copies) -> Iterator[Database]:
    url = postgres_copies.take()
    yield from _opened(url)
    postgres_copies.give_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """The test world on one engine, then on the other. It is Monday 2 March 2026, 10:05 in Zurich."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """It cannot be started twice in a process, so everybody asks for this one."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of this worker."""
    with chromium.launch(playwright) as running:
        yield running


@pytest.fixture
def served() -> Iterator[Served]:
    """The program itself in a process of its own, on tests/world."""
    with serving(present.fill) as running:
        yield running


@pytest.fixture
def window(browser: Browser, served: Served) -> Iterator[Callable[..., Window]]:
    """window(ANN) is Ann at a browser of her own, signed in. No window may have raised a script error in the end."""
    with windows(browser, served.url) as opened:
        yield opened


def _filled(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.write(fill)
    database.checkpoint()
    database.close()


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    set_clock(database, NOW)
    yield database
    database.close()
