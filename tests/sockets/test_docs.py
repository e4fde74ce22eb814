"""docs/sockets.md: its example runs as it stands there, and its limits are those of the code."""

from __future__ import annotations

import inspect
import re
import socket
import subprocess
import sys
import urllib.request
from dataclasses import asdict
from pathlib import Path

from bookings.sockets.frames.incoming import Limits
from bookings.sockets.hub import Hub
from tests.sockets.raw_socket import RawSocket

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs/sockets.md").read_text()


def test_the_example_runs_as_it_stands_on_the_page(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        [source] = re.findall(r"```python\n(.*?)```", PAGE, flags=re.S)
        source = source.replace('("127.0.0.1", 8000)', f"__import__('socket').socket(fileno={listening.fileno()})")
        program = tmp_path / "chat.py"
        program.write_text(source)
        command = [sys.executable, program]
        running = subprocess.Popen(command, pass_fds=[listening.fileno()], env={"PYTHONPATH": str(ROOT)})
        try:
            with RawSocket(port, "/chat") as one, RawSocket(port, "/chat") as other:
                one.say("hello")
                assert one.text() == other.text() == "hello"
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/scores/final", b"6:4") as answer:
                    assert answer.status == 204
                assert one.text() == other.text() == "final: 6:4"
        finally:
            running.terminate()
            running.wait()


def test_the_limits_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]*) \|", PAGE, flags=re.M))
    defaults = {name: each.default for name, each in inspect.signature(Hub).parameters.items()}
    written = {"backlog_limit": 1024 * 1024, "slow_seconds": 10, "linger_seconds": 5}
    assert {name: defaults[name] for name in written} == written
    assert (rows["`backlog_limit`"], rows["`slow_seconds`"], rows["`linger_seconds`"]) == ("1 MiB", "10", "5")
    limits = asdict(Limits())
    assert (rows["`Limits.message_bytes`"], limits["message_bytes"]) == ("16 KiB", 16 * 1024)
    assert rows["`Limits.fragments`"] == str(limits["fragments"])
    assert rows["`Limits.burst`, `Limits.per_second`"] == f"{limits['burst']} and {limits['per_second']:g}"
