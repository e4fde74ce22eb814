"""What axe finds on a page: WCAG 2.0 to 2.2, A and AA, and its best practices."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

AXE = (Path(__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """async ([within, runOnly]) => (await axe.run(within, { runOnly, resultTypes: ["violations"] }))
    .violations.map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`)"""
DESK, PHONE = ViewportSize(width=1440, height=960), ViewportSize(width=390, height=844)
TALLEST = 20_000


def violations(page: Page, *, within: str = "html") -> list[str]:
    """What is wrong with the page that was loaded, in light and dark, on a desk and a phone; `within` looks at a part.

    In the dark all but the contrast is as in the light.
    """
    page.evaluate(AXE)
    found = []
    for scheme, size, rules in (("light", DESK, TAGS), ("dark", DESK, ["color-contrast"]), ("light", PHONE, TAGS)):
        page.set_viewport_size(size)
        # As tall as the page: what sticks to an edge of the window lies over nothing.
        tall = max(size["height"], min(page.evaluate("document.documentElement.scrollHeight"), TALLEST))
        page.set_viewport_size({"width": size["width"], "height": tall})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        wrong = page.evaluate(FOUND, [within, rules])
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("it scrolls sideways")
        found += [f"{scheme}, {size['width']} wide, {each}" for each in wrong]
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    return found
