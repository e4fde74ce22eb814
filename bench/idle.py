"""Memory of viewers to whom nothing happens: what a server's resident size grows by, for each."""

from __future__ import annotations

from bench.parts.fan import viewers
from bench.parts.servers import Server, hub, node_servers, running
from bench.parts.table import show, times

VIEWERS = 5000
LIMIT = 4096  # bytes for a viewer, the promise


def main() -> int:
    per_viewer = {
        server.name: measure(server, "/page" if server == hub() else None) for server in (hub(), *node_servers())
    }
    ours = per_viewer[hub().name]
    show(
        [f"{VIEWERS} viewers", "bytes each", "to the hub", "to the promise"],
        [[name, f"{size:,.0f}", times(size / ours), times(size / LIMIT)] for name, size in per_viewer.items()],
    )
    return int(ours > LIMIT)


def measure(server: Server, path: str | None) -> float:
    with running(server) as run:
        with viewers(run, 100, path=path):
            pass  # whatever is loaded and made once is not the viewers'
        before = run.memory()
        with viewers(run, VIEWERS, path=path) as crowd:
            assert crowd.connected["open"] == VIEWERS, crowd.connected
            return (run.memory() - before) / VIEWERS
