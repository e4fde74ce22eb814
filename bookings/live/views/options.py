"""Which view of an event's seats a page shows: as a map or as a list, all of them or one section, on a wall or in somebody's hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True)
class ViewOptions:
    """As text it is the view that a page follows: "", "list", "section=block-104" or "list;section=block-104"; on a wall, where nothing
    is anybody's own, with "wall" before it."""

    as_list: bool = False
    section: str | None = None
    wall: bool = False

    def __str__(self) -> str:
        parts = [word for word, is_so in (("wall", self.wall), ("list", self.as_list)) if is_so]
        return ";".join([*parts, f"section={self.section}"] if self.section else parts)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> ViewOptions:
        """From the query of an address; unknown words are ignored."""
        return cls(query.get("view") == "list", query.get("section") or None)

    def address(self, event_id: int, act: str = "") -> str:
        """The address of this view, or of a form of it that leads back here."""
        query = {"view": "list"} if self.as_list else {}
        if self.section:
            query["section"] = self.section
        path = f"/events/{event_id}" + (f"/{act}" if act else "")
        return f"{path}?{urlencode(query)}" if query else path

    def with_section(self, section: str | None) -> ViewOptions:
        """The same view of another section, or (None) of all."""
        return replace(self, section=section)

    def with_list(self, *, as_list: bool) -> ViewOptions:
        return replace(self, as_list=as_list)


def parse_view_options(view: str) -> ViewOptions | None:
    """From the text of a view; None unless it is written exactly as `str` writes it."""
    words, rest = set(), view
    while rest.partition(";")[0] in ("wall", "list"):
        word, _, rest = rest.partition(";")
        words.add(word)
    options = ViewOptions("list" in words, rest.removeprefix("section=") or None, "wall" in words)
    return options if str(options) == view else None
