"""One change to a thousand viewers. Rounds are interleaved and medians taken, since the machine does other things too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from bench.parts.fan import Figures, viewers
from bench.parts.servers import Server, hub, hub_on_gunicorn, limit, merging_limit, node_servers, running
from bench.parts.table import show, times

VIEWERS, ROUNDS = 1000, 3
WINDOW = 8  # changes under way at once: what comes together may leave together
RATE = 10  # changes a second


def main() -> int:
    servers = [limit(), merging_limit(), hub(), hub_on_gunicorn(), *node_servers()]
    found: dict[str, dict[str, list[Figures]]] = {server.name: defaultdict(list) for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            for figures in measure(server):
                found[server.name][f"{figures['phase']} {figures.get('parameter', '')}".strip()].append(figures)
    report(servers, found)
    return 0


def measure(server: Server) -> list[Figures]:
    with running(server) as run, viewers(run, VIEWERS, windows=(WINDOW, 1), rates=(RATE,), seconds=1.5) as fan:
        return [fan.connected, *fan.go()]


def report(servers: Sequence[Server], found: dict[str, dict[str, list[Figures]]]) -> None:
    def middle(server: Server, phase: str, what: str) -> float:
        return median([figures[what] for figures in found[server.name][phase]])

    busy, single, calm = f"closed {WINDOW}", "closed 1", f"open {RATE}"
    one_send, merging = servers[:2]
    rows = []
    for server in servers:
        cpu, cpu_single = middle(server, busy, "cpu_us"), middle(server, single, "cpu_us")
        rate, late = middle(server, busy, "per_second"), middle(server, calm, "last_p50_ms")
        accepted = [figures["open"] / figures["seconds"] for figures in found[server.name]["connected"]]
        rows.append(
            [
                server.name,
                f"{rate / 1000:.0f}k",
                f"{cpu:.2f}",
                times(cpu / middle(merging, busy, "cpu_us")),
                f"{cpu_single:.2f}",
                times(cpu_single / middle(one_send, single, "cpu_us")),
                f"{late:.1f}",
                times(late / middle(one_send, calm, "last_p50_ms")),
                f"{median(accepted):,.0f}",
            ]
        )
    show(
        [
            f"{VIEWERS} viewers",
            "deliveries/s",
            f"CPU us, {WINDOW} at once",
            "to merging C",
            "CPU us, one by one",
            "to C",
            "last viewer ms",
            "to C",
            "accepted/s",
        ],
        rows,
    )
