"""Markup as elements: found by tag and attributes, with the words that are read in them, and forms with what they offer."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None = None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def __contains__(self, attribute: str) -> bool:
        return attribute in self.attributes

    @property
    def words(self) -> str:
        """What is read in it, on one line."""
        return " ".join(self._text().split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements in it with this tag and these attributes (aria_current for aria-current), as they stand."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        inside = [found for each in self.children if isinstance(each, Element) for found in (each, *each.all())]
        fits = [each for each in inside if not tag or each.tag == tag]
        return [each for each in fits if wanted.items() <= each.attributes.items()]

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}> in {self.words[:300]}"
        return found[0]

    # -- forms ---------------------------------------------------------------------------------------------------------

    def value(self, name: str) -> str | None:
        """What the first field of this name contains."""
        for field in self.all(name=name):
            if field.tag == "textarea":
                return field._text().removeprefix("\n")
            if field.tag == "input" and "value" in field:
                return field["value"]
        return None

    def choices(self, name: str, *, chosen: bool = False) -> list[str]:
        """The words of what a choice offers; of the `chosen` one alone."""
        return [option.words for option in self.one("select", name=name).all("option") if not chosen or "selected" in option]

    def filled(self) -> dict[str, str]:
        """What a form would send as it stands: its fields with their values, without its buttons."""
        sent = {}
        for each in self.all():
            if "name" not in each or "disabled" in each:
                continue
            if each.tag == "input" and (each.attributes.get("type") not in ("checkbox", "radio") or "checked" in each):
                sent[each["name"]] = each.attributes.get("value", "on" if "checked" in each else "")
            elif each.tag == "textarea":
                sent[each["name"]] = each._text().removeprefix("\n")
            elif each.tag == "select" and (options := each.all("option")):
                chosen = next((option for option in options if "selected" in option), options[0])
                sent[each["name"]] = chosen.attributes.get("value", chosen.words)
        return sent

    def buttons(self, name: str) -> list[str]:
        """The values of the buttons of this name."""
        return [button["value"] for button in self.all("button", name=name)]

    def error(self, field: str) -> str:
        """The sentence under a field (by its id), which is tied to it."""
        assert any(f"{field}-error" in each.attributes.get("aria-describedby", "") for each in self.all()), self.words[:400]
        return self.one("p", id=f"{field}-error").words

    def _text(self) -> str:
        block = "" if self.tag in ("textarea", "title") else " "
        parts = (each if isinstance(each, str) else each._text() for each in self.children)
        return "" if self.tag in ("script", "style", "svg") else block + block.join(parts) + block


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_endtag(self, tag: str) -> None:
        if self.open.tag == tag and self.open.parent is not None:
            self.open = self.open.parent

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse(markup: str) -> Element:
    """The markup's root, in which its elements are."""
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    return parser.top
