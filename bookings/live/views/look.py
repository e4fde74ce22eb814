"""The ways of looking at an event's house: as a map or as a list, whole or one section of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True)
class Look:
    """As text it is the view that a page follows: "", "list", "section=block-104" or "list;section=block-104"."""

    as_list: bool = False
    section: str | None = None

    def __str__(self) -> str:
        parts = ["list"] if self.as_list else []
        return ";".join([*parts, f"section={self.section}"] if self.section else parts)

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Look:
        """From the query of an address; a word that means nothing is not heard."""
        return cls(query.get("view") == "list", query.get("section") or None)

    def address(self, event_id: int, act: str = "") -> str:
        """Where this look at the event is, or where a form of it is sent so that it comes back here."""
        query = {"view": "list"} if self.as_list else {}
        if self.section:
            query["section"] = self.section
        path = f"/events/{event_id}" + (f"/{act}" if act else "")
        return f"{path}?{urlencode(query)}" if query else path

    def at(self, section: str | None) -> Look:
        """The same look at another section, or (None) at the whole."""
        return replace(self, section=section)

    def turned(self, *, as_list: bool) -> Look:
        return replace(self, as_list=as_list)


def parse_look(view: str) -> Look | None:
    """From the text of a view; None unless it is written exactly as `str` writes it."""
    first, _, rest = view.partition(";")
    section = (rest if first == "list" else view).removeprefix("section=")
    look = Look(first == "list", section if section and view != "list" else None)
    return look if str(look) == view else None
