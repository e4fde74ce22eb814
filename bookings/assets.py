"""Static files as they are sent: joined where a page needs several, named by their content's hash, compressed once.

An address with the hash may be cached for ever, for other content has another. Pages and fragments take addresses from here.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import brotli

STATIC = Path(__file__).resolve().parent.parent / "static"
JOINED = {
    # The first sheet fixes the order of the layers.
    "ringside.css": (
        "style.css",
        "layout/tokens.css",
        "layout/base.css",
        "layout/layout.css",
        "parts/controls.css",
        "parts/marks.css",
        "parts/tables.css",
        "parts/messages.css",
        "parts/undo.css",
        "board/board.css",
        "board/cards.css",
        "board/hand.css",
        "board/present.css",
        "board/panel.css",
        "board/requests.css",
        "board/lanes.css",
        "board/first_free.css",
        "board/narrow.css",
        "seats/seat.css",
        "seats/theatre.css",
        "seats/legend.css",
        "seats/sections.css",
        "seats/basket.css",
        "seats/cabin.css",
        "pages/departures.css",
        "pages/hall.css",
        "pages/wall.css",
        "pages/appointments.css",
        "pages/list.css",
        "pages/bookings.css",
        "pages/conversation.css",
        "parts/presence.css",
        "pages/notifications.css",
        "pages/waiting.css",
        "pages/door.css",
        "pages/figures.css",
        "pages/entry.css",
        "pages/manual.css",
        "modes.css",
    ),
    "administration.css": (
        "manage.css", "log.css", "prices.css", "setup.css", "plan.css", "places.css", "people.css", "import.css", "webhooks.css",
    ),
    "htmx.js": ("htmx.min.js", "hx-ws.min.js"),
    "ringside.js": (
        "drafts.js", "live.js", "here.js", "pick.js", "grid.js", "hold.js", "zone.js", "copy.js", "files.js", "print.js", "toasts.js",
        "undo.js", "sound.js", "wall.js",
    ),
}
SPRITE = "icons/sprite.svg"
MOST_COURTS = 996
"""For so many columns a board can be drawn; `place_sheet` refuses more."""

_COURTS_AT_A_TIME = 12
_LONGEST_DAY = 25 * 60
_PLACES = re.compile(r"place-(\d{1,2})-(\d{1,3})\.css")
# Not asked of the system, which may know other ones or none.
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class Asset(NamedTuple):
    """A static file as it is, and encoded; `hash` names its content."""

    body: bytes
    mimetype: str
    hash: str
    encoded: dict[str, bytes]


def address(name: str) -> str:
    """The address of this file, which may be cached for ever. Raises KeyError when there is none."""
    found = asset(name)
    if found is None:
        raise KeyError(name)
    return f"/static/{name}?v={found.hash}"


def place_sheet(slot_minutes: int, courts: int) -> str:
    """The name of the sheet with the places of a board: rows for the longest day, and some columns to spare."""
    columns = -(-max(courts, 1) // _COURTS_AT_A_TIME) * _COURTS_AT_A_TIME
    return f"place-{slot_minutes}-{min(columns, MOST_COURTS)}.css"


@lru_cache(maxsize=256)
def asset(name: str) -> Asset | None:
    """The file of this name; None when there is none."""
    if name in JOINED:
        # Scripts end with a line of their own, so that none runs into the next.
        body = "\n".join((STATIC / part).read_text() for part in JOINED[name]).encode()
    elif places := _PLACES.fullmatch(name):
        minutes, courts = int(places[1]), int(places[2])
        if not (5 <= minutes <= 60 and 60 % minutes == 0 and name == place_sheet(minutes, courts)):
            return None
        body = _place_rules(_LONGEST_DAY // minutes, courts).encode()
    elif name in _files():
        body = (STATIC / name).read_bytes()
    else:
        return None
    mimetype = _TYPES.get(Path(name).suffix, "text/plain")
    if mimetype == "text/css":
        body = re.sub(rb"url\(([\w./-]+)\)", lambda found: f"url({address(found[1].decode())})".encode(), body)
    encoded = {"br": brotli.compress(body), "gzip": gzip.compress(body, 9, mtime=0)} if mimetype != "font/woff2" else {}
    return Asset(body, mimetype, hashlib.sha256(body).hexdigest()[:12], encoded)


@cache
def _files() -> frozenset[str]:
    return frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


def _place_rules(slots: int, courts: int) -> str:
    """Positions on the board as classes, because the policy allows no inline style. Each sets one number; board/board.css does the
    arithmetic: how many columns and rows, column of a court, row of a slot, slots that it lasts, percent of a slot."""
    ranges = {
        "courts": range(1, courts + 1), "slots": range(1, slots + 1), "c": range(1, courts + 1), "r": range(1, slots + 2),
        "s": range(1, slots + 1), "m": range(100),
    }  # fmt: skip
    rules = (f".{name}-{n}{{--{name}:{n}}}" for name, numbers in ranges.items() for n in numbers)
    return "@layer place{" + "".join(rules) + "}\n"
