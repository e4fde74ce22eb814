"""A page as a browser keeps it, without the browser: elements by their id, and fragments that take their place."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# How a fragment came in, and where a clock stands, is no part of what a page shows.
LEFT_OUT = {"hx-swap-oob", "data-changed"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def written(self) -> list[str]:
        """The element as lines: its start, its children, its end."""
        if "data-until" in self.attributes:
            return [f"<clock until {self.attributes['data-until']}>"]
        shown = sorted(f"{name}={value}" for name, value in self.attributes.items() if name not in LEFT_OUT)
        lines = [f"<{' '.join([self.tag, *shown])}>"]
        for child in self.children:
            if isinstance(child, Element):
                lines += child.written()
            elif child.split():
                lines.append(" ".join(child.split()))
        return [*lines, "</>"]


class Document(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.top = self._open = Element("", {}, None)
        self.by_id: dict[str, Element] = {}
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            newest = self._open.children[-1]
            assert isinstance(newest, Element)
            self._open = newest

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self._open)
        self._open.children.append(element)
        if name := element.attributes.get("id"):
            self.by_id[name] = element

    def handle_endtag(self, tag: str) -> None:
        if self._open.tag == tag and self._open.parent is not None:
            self._open = self._open.parent

    def handle_data(self, data: str) -> None:
        self._open.children.append(data)

    def swap(self, name: str, markup: str) -> None:
        """The element of this id gives its place to the fragment."""
        [new] = Document(markup).roots
        self._put(name, new)

    def take(self, frame: str) -> None:
        """Each fragment of a message takes the place of the element that has its id, if there is one."""
        for new in Document(frame).roots:
            if (name := str(new.attributes["id"])) in self.by_id:
                self._put(name, new)

    @property
    def roots(self) -> list[Element]:
        return [child for child in self.top.children if isinstance(child, Element)]

    def _put(self, name: str, new: Element) -> None:
        old = self.by_id[name]
        assert old.parent is not None
        old.parent.children[old.parent.children.index(old)] = new
        new.parent = old.parent
        for gone in _with_ids(old):
            del self.by_id[gone]
        self.by_id |= _with_ids(new)

    def live(self) -> dict[str, list[str]]:
        """All that changes while the page is open, by id: the region, what is marked as live beside it, the versions."""
        return {name: element.written() for name, element in self.by_id.items() if _is_live(element)}

    def values(self, kind: str) -> list[str]:
        """The values of the elements of this class."""
        return [str(one.attributes["value"]) for one in self.by_id.values() if one.attributes.get("class") == kind]


def _is_live(element: Element) -> bool:
    attributes = element.attributes
    return attributes["id"] == "region" or "data-live-fragment" in attributes or attributes.get("class") == "version"


def _with_ids(element: Element) -> dict[str, Element]:
    own = {str(element.attributes["id"]): element} if element.attributes.get("id") else {}
    for each in element.children:
        if isinstance(each, Element):
            own |= _with_ids(each)
    return own
