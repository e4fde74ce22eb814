"""A page walked by the Tab key alone: each control is reached, in the order in which it is read, and is seen while it has the focus."""

from __future__ import annotations

from playwright.sync_api import Page

MOST = 400
BEGIN = """() => {
  const named = (part) => `${part.localName} ${part.id || part.name || part.textContent.trim().slice(0, 30)}`;
  window.tabbing = { stops: [], wrong: [], named };
  document.body.tabIndex = -1;  // from the first of all, not from where the page has put the focus
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""
# What has the focus after a press: false when it has left the page.
LOOK = """() => {
  const { stops, wrong, named } = window.tabbing, part = document.activeElement;
  if (!part || part === document.body || part === stops[0] && stops.length > 1) return false;
  if (stops.includes(part)) return stops.at(-1) === part;  // a date has several fields in one
  const before = stops.findLast((one) => one.isConnected);  // one that acted by itself may have left with its deed
  if (before && !(before.compareDocumentPosition(part) & 4)) wrong.push(`${named(part)} comes too late`);
  stops.push(part);
  const ringed = (one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 1;
  if (![part, part.parentElement, part.nextElementSibling].some(ringed)) wrong.push(`${named(part)} shows no focus`);
  const box = part.getBoundingClientRect();
  const seenAt = ([across, down]) => {
    const above = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
    return above && (part.contains(above) || above.contains(part) || above.closest("label")?.control === part);
  };
  if (![[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].some(seenAt)) wrong.push(`${named(part)} is covered or out of sight`);
  return true;
}"""
MISSED = """() => {
  const { stops, wrong, named } = window.tabbing;
  const ways = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const chosenElsewhere = (part) => part.type === "radio" && stops.some((one) => one.type === "radio" && one.name === part.name);
  const reachedOtherwise = (part) => part.closest("[role=grid], [inert]");
  for (const part of document.querySelectorAll(ways)) {
    if (part.tabIndex < 0 || part.matches(':disabled') || !part.checkVisibility({ visibilityProperty: true })) continue;
    if (!stops.includes(part) && !chosenElsewhere(part) && !reachedOtherwise(part)) wrong.push(`${named(part)} is never reached`);
  }
  return wrong;
}"""


def wrong_with_tab(page: Page) -> list[str]:
    page.evaluate(BEGIN)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if not page.evaluate(LOOK):
            found: list[str] = page.evaluate(MISSED)
            return found
    return [f"it has no end after {MOST} presses of Tab"]
