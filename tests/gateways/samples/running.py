"""Samples made to run: with this server's address and ids in them, in Node or built for a browser."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.external import node
from tests.gateways import clients

SAMPLES = Path(__file__).parent
KINDS = {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx"}
PAGE = '<!doctype html><meta charset="utf-8"><div id="root"></div><script type="module" src="{}.js"></script>'


def adapt(document: str, folder: Path, changes: Mapping[str, str]) -> Path:
    """A copy of a document's samples in which only these words are others; each of them is there. Longer words come first."""
    unused = set(changes)
    for source in [path for path in (SAMPLES / "page.js", *(SAMPLES / document).rglob("*")) if path.suffix in KINDS]:
        text = source.read_text()
        for word, instead in changes.items():
            if word in text:
                unused.discard(word)
                text = text.replace(word, instead)
        copy = folder / source.relative_to(SAMPLES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text)
    assert unused == set()
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(node.installed("").resolve())
    return folder / document


def build(source: Path, target: Path, *options: str) -> Path:
    """A program with all that it imports, as one file."""
    words = [node.installed(".bin/esbuild"), source, "--bundle", "--jsx=automatic", f"--alias:@={source.parent}", f"--outfile={target}"]
    subprocess.run([*map(str, words), "--log-level=error", *options], check=True, timeout=clients.TIMEOUT * 3)
    return target


def build_page(source: Path, folder: Path) -> str:
    """The path of a page that runs it, in the folder of a web server."""
    name = source.parent.name
    build(source, folder / f"{name}.js", "--format=esm", '--define:process.env.NODE_ENV="production"')
    (folder / f"{name}.html").write_text(PAGE.format(name))
    return f"/{name}.html"


def asking(path: str, **words: str | int | None) -> str:
    """The page for this person and this thing."""
    return f"{path}?{urlencode(words)}"


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """Another site than the program's: its origin."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Program:
    """A sample that runs in Node. `printed` are its lines so far, each as the list of its words."""

    def __init__(self, script: Path, *words: str) -> None:
        environment = {"NODE_OPTIONS": f"--require={SAMPLES / 'printing.cjs'}"}
        self._process = node.start(str(script), *words, env=environment)
        self.printed: list[list[Any]] = []
        self._news = threading.Condition()
        for stream in (self._process.stdout, self._process.stderr):
            threading.Thread(target=self._listen, args=(stream,), daemon=True).start()

    def prints(self, words: str, **fields: Any) -> Any:
        """The last word of a line that begins so, or is a message with these fields; it may be there already."""
        deadline = time.monotonic() + clients.TIMEOUT
        with self._news:
            while True:
                for line in self.printed:
                    if words in str(line[0]) and all(clients.field_at(line[-1], path) == value for path, value in fields.items()):
                        return line[-1]
                assert time.monotonic() < deadline, f"{words} {fields} was not printed, but {self.printed}"
                self._news.wait(deadline - time.monotonic())

    def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def end(self) -> int:
        """Nothing more is typed; with which code it ends by itself."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(clients.TIMEOUT)

    def interrupt(self) -> int:
        """As Ctrl+C does it; with which code it ends."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(clients.TIMEOUT)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _listen(self, stream: Any) -> None:
        for line in stream:
            with self._news:
                self.printed.append(_words(line))
                self._news.notify_all()


def _words(line: str) -> list[Any]:
    """What a sample printed, or a line of another program with the message in it, if there is one."""
    if line.startswith("["):
        words: list[Any] = json.loads(line)
        return words or [""]
    message = re.search(r"\{.*\}", line)
    return [line.strip(), json.loads(message[0])] if message else [line.strip()]
