"""Runs c/fan: many viewers, and what a change costs on its way to all of them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

from bench.parts.build import c_program
from bench.parts.servers import CLIENT_CORE, Running, path_of

Figures = dict[str, Any]


class Fan:
    """`connected` says how it went; `go` plays the phases and gives the figures of each."""

    def __init__(self, process: subprocess.Popen[str], running: Running) -> None:
        self._process, self._running = process, running
        self.connected: Figures = self._line()

    def go(self) -> list[Figures]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"go {','.join(map(str, self._running.pids))}\n")
        self._process.stdin.flush()
        return [json.loads(line) for line in self._process.stdout]

    def _line(self) -> Figures:
        assert self._process.stdout is not None
        found: Figures = json.loads(self._process.stdout.readline())
        return found


@contextlib.contextmanager
def viewers(
    running: Running,
    count: int,
    *,
    path: str | None = None,
    windows: Sequence[int] = (),
    rates: Sequence[float] = (),
    seconds: float = 2.0,
) -> Iterator[Fan]:
    """`count` viewers on the second core; see c/fan/fan.c for `windows` (closed phases) and `rates` (open ones)."""
    server = running.server
    words = [c_program("fan"), "-p", running.port, "-n", count, "-P", path or path_of(server), "-t", server.change]
    words += ["-f", server.first] if server.first else []
    words += ["-d", seconds, "-D", seconds]
    words += [word for window in windows for word in ("-w", window)] + [word for rate in rates for word in ("-r", rate)]
    process = subprocess.Popen(
        list(map(str, words)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {CLIENT_CORE}),
    )
    with process:
        try:
            yield Fan(process, running)
        finally:
            process.terminate()
