"""nginx in front of a server, with TLS, and with the blocks that docs/operators.md tells operators to write, as they stand."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import trustme

from tests.external import free_port

MANUAL = Path(__file__).resolve().parent.parent.parent / "docs" / "operators.md"
UPSTREAM = "http://127.0.0.1:5000"
AROUND = """\
daemon off;
{user}
pid {home}/pid;
error_log {home}/log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {home}/certificate.pem;
        ssl_certificate_key {home}/key.pem;
{blocks}
    }}
}}
"""


@contextlib.contextmanager
def in_front_of(server: str, port: int | None = None) -> Iterator[str]:
    """The https address of an nginx that passes on to `server` (http://host:port), until the block ends."""
    binary = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if binary is None:
        raise RuntimeError("No nginx. Install it: on Debian and Ubuntu, sudo apt-get install nginx-light")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="ringside-nginx-", ignore_cleanup_errors=True) as home:
        certificate = trustme.CA().issue_cert("127.0.0.1")
        certificate.private_key_pem.write_to_path(f"{home}/key.pem")
        certificate.cert_chain_pems[0].write_to_path(f"{home}/certificate.pem")
        user = "user root;" if os.geteuid() == 0 else ""
        blocks = blocks_of_the_manual().replace(UPSTREAM, server)
        config = Path(home) / "nginx.conf"
        config.write_text(AROUND.format(user=user, home=home, port=port, blocks=blocks))
        process = subprocess.Popen([binary, "-c", config, "-e", f"{home}/log"], stdin=subprocess.DEVNULL)
        try:
            _wait_for(Path(home) / "pid", process, Path(home) / "log")
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def blocks_of_the_manual() -> str:
    """All that is indented below "Behind a proxy"."""
    section = re.search(r"^## Behind a proxy$(.*?)^## ", MANUAL.read_text(), re.M | re.S)
    assert section is not None
    blocks = "\n".join(re.findall(r"^    .*$|^$", section[1], re.M))
    assert blocks.count("location") == 2 and UPSTREAM in blocks, blocks
    return blocks


def _wait_for(pid: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    """nginx writes its pid once it listens."""
    while not (pid.exists() and pid.read_text()):
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"nginx did not start:\n{log.read_text() if log.exists() else ''}")
