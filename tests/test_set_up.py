"""The real parts that the other tests stand on: each starts, does what we need of it, and goes."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import psycopg
import pytest
import redis as redis_client

from tests.external import chromium, node, postgres, redis

ROOT = Path(__file__).resolve().parent.parent
FORBID_OVERLAPS = """
    CREATE EXTENSION btree_gist;
    CREATE TABLE claims (court text, during tstzrange, EXCLUDE USING gist (court WITH =, during WITH &&));
    INSERT INTO claims VALUES ('Court 1', '[2026-11-20 10:00Z, 2026-11-20 11:00Z)');
"""


def each_of(*finds: Callable[[], Path | None]) -> pytest.MarkDecorator:
    """Run the test with what each of them finds on this machine; when that is nothing, collecting the test fails."""
    found = {find.__name__: find() for find in finds}
    return pytest.mark.parametrize("binary", [pytest.param(path, id=name) for name, path in found.items() if path])


@each_of(postgres.from_the_system, postgres.from_the_wheel)
def test_postgresql_refuses_a_court_booked_twice_and_is_gone_after_use(binary):
    with (
        postgres.started(binary) as server,
        psycopg.connect(postgres.create_database(server), autocommit=True) as database,
    ):
        database.execute(FORBID_OVERLAPS)
        database.execute("INSERT INTO claims VALUES ('Court 2', '[2026-11-20 10:30Z, 2026-11-20 11:30Z)')")
        with pytest.raises(psycopg.errors.ExclusionViolation):
            database.execute("INSERT INTO claims VALUES ('Court 1', '[2026-11-20 10:30Z, 2026-11-20 11:30Z)')")
        assert int(database.execute("SHOW max_connections").fetchone()[0]) >= 200
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server, connect_timeout=5)


def test_each_database_is_its_own_and_can_be_dropped_while_in_use():
    with postgres.server() as server:
        one, other = postgres.create_database(server), postgres.create_database(server)
        with psycopg.connect(one, autocommit=True) as database:
            database.execute("CREATE TABLE only_here ()")
            with psycopg.connect(other) as elsewhere, pytest.raises(psycopg.errors.UndefinedTable):
                elsewhere.execute("TABLE only_here")
            postgres.drop_database(one)
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(one)


@each_of(redis.from_the_system, redis.from_the_wheel)
def test_redis_answers_and_gives_a_lease_to_one_only(binary):
    with redis.started(binary) as url, redis_client.Redis.from_url(url) as client:
        assert client.ping()
        assert client.set("lease", "mine", nx=True, px=60_000)
        assert not client.set("lease", "mine too", nx=True, px=60_000)


@pytest.mark.browser
def test_chromium_opens_a_page(browser):
    page = browser.new_page()
    page.goto("about:blank")
    page.set_content("<h1>Court 1</h1>")
    assert page.get_by_role("heading").inner_text() == "Court 1"
    page.close()


@pytest.mark.browser
def test_a_chromium_that_is_not_there_is_named_in_the_error(monkeypatch, playwright):
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(RuntimeError, match="/no/such/chromium"):
        chromium.launch(playwright)


def test_node_has_the_clients_that_the_lock_file_names():
    locked = json.loads((node.FOLDER / "package-lock.json").read_text())["packages"]
    for package in locked[""]["dependencies"]:
        there = json.loads(node.installed(f"{package}/package.json").read_text())
        assert there["version"] == locked[f"node_modules/{package}"]["version"]


def test_the_menu_names_every_command_from_any_folder(tmp_path):
    def dev(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, ROOT / "dev.py", *words], cwd=tmp_path, capture_output=True, text=True)

    menu = dev()
    assert menu.returncode == 0
    for command in ("run", "test", "lint", "bench", "shots", "setup"):
        assert f"dev.py {command} " in menu.stdout
    assert dev("dance").returncode == 2


def test_what_a_command_runs_gives_its_exit_code():
    ends_with_seven = "import dev; raise SystemExit(dev.become('-c', 'raise SystemExit(7)'))"
    assert subprocess.run([sys.executable, "-c", ends_with_seven], cwd=ROOT).returncode == 7


def test_every_installed_package_is_pinned():
    pins = (ROOT / "requirements.txt").read_text() + (ROOT / "tests" / "requirements.txt").read_text()
    pinned = set(re.findall(r"^([\w-]+)(?=\[|==)", pins, re.MULTILINE))
    there = {re.sub(r"[-_.]+", "-", found.name).lower() for found in metadata.distributions()}
    assert "flask" in there
    strays = there - pinned - {"pip", "setuptools", "wheel"}
    assert not strays, "neither pinned nor needed; what an earlier set-up left behind goes with .venv"
