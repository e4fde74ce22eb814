"""Runs the measurements that are named, or all."""

from __future__ import annotations

import sys
from importlib import import_module

# Name, what it shows, whether it runs when nothing is named.
BENCHES = (
    ("fanout", "one change to 1,000 viewers: the hub beside bare C loops, Node ws and Node socket.io", True),
    ("idle", "memory of 5,000 viewers to whom nothing happens", True),
    ("stopped", "what one reader that stops costs 200 others", True),
    ("booking", "a booking while nobody watches and while 1,000 do, in the real program", True),
    ("topics", "20,000 topics that are followed: an idle second, and the minute's turn", True),
    ("best", "60 people who race for the best of 5,000 seats", True),
    ("gateways", "raw sockets and Socket.IO of the whole program beside Node ws and Node socket.io", True),
    ("growth", "pages and a booking with a week of bookings behind them and with half a million, on both databases", True),
    ("autobahn", "the conformance suite for WebSockets on the hub's socket (needs Python 2.7)", False),
)


def main(*names: str) -> int:
    known = {name for name, _, _ in BENCHES}
    if not known.issuperset(names):
        print("python -m bench [name]…\n")
        for name, shows, by_default in BENCHES:
            print(f"  {name:<10} {shows}{'' if by_default else '; only when named'}")
        return 2
    results = []
    for name, shows, by_default in BENCHES:
        if name in names or (by_default and not names):
            print(f"\n{name}: {shows}\n", flush=True)
            results.append(import_module(f"bench.{name}").main())
    return max(results, default=0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
