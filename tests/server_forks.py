"""The program's process, forked from one that has imported it: a server that starts so takes a tenth of the time.

What starts with it is the same `main` with the same settings in a process group of its own; only the imports, the API's
document and the compiled templates are there already. Started as a module this is the process that forks.
"""

from __future__ import annotations

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import contextlib
import fcntl
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from typing import Never, TextIO

ROOT = Path(__file__).resolve().parent.parent
HIGH = 500  # a descriptor of this number is closed after all others when a process ends


class Forked:
    """A process that was forked, with what tests use of `subprocess.Popen`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._ended, ended = os.pipe()
        output, written = os.pipe()
        control = _forking()
        socket.send_fds(control, [json.dumps(environment).encode()], [written, ended])
        os.close(written)
        os.close(ended)
        self.stdout: TextIO = os.fdopen(output, errors="replace")
        self.pid = int(control.recv(20))

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def wait(self, timeout: float) -> None:
        """Until it has ended, when its end of the pipe is closed."""
        if not select.select([self._ended], [], [], timeout)[0]:
            raise TimeoutError(f"{self.pid} has not ended")

    def __del__(self) -> None:
        os.close(self._ended)


@functools.cache
def _forking() -> socket.socket:
    """The way to the process that forks. It ends when this one does, for then nobody is at the other end."""
    here, there = socket.socketpair()
    command = [sys.executable, "-m", "tests.server_forks", str(there.fileno())]
    subprocess.Popen(command, cwd=ROOT, pass_fds=[there.fileno()], start_new_session=True, stdin=subprocess.DEVNULL)
    there.close()
    return here


def _fork_on_demand(descriptor: int) -> None:
    from gevent.monkey import get_original

    # No loop runs here; a child begins its own.
    close, control = get_original("os", "close"), get_original("socket", "socket")(fileno=descriptor)
    _load()
    while message := socket.recv_fds(control, 1 << 20, 2):
        environment, descriptors, *_ = message
        if not environment:
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            _serve(json.loads(environment), *descriptors)
        for each in descriptors:
            close(each)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children here
        control.send(str(pid).encode())


def _load() -> None:
    """Make an application and forget it; what it has imported, compiled and worked out stays."""
    from app import create_app
    from bookings.http.layout import load_templates
    from bookings.settings import Settings
    from tests.compiled_once import compile_once

    compile_once()
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(database_url=f"sqlite:///{home}/ringside.db", secret_key="x" * 40))
        load_templates(app)
        app.extensions["ringside"].database.close()
    for thread in threading.enumerate():  # Flask-Limiter's timers: a child would have them without the rest of a thread
        if thread is not threading.main_thread():
            thread.join()


def _serve(environment: dict[str, str], output: int, ended: int) -> Never:
    from app import create_app
    from bookings.server.command_line import main

    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        fcntl.fcntl(ended, fcntl.F_DUPFD, HIGH)
        for standard in (1, 2):
            os.dup2(output, standard)
        os.close(output)
        os.close(ended)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv[:] = ["app.py"]
        main(create_app)
        code = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _fork_on_demand(int(sys.argv[1]))
