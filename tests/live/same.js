// Compares the live region of this page with that of a fresh load of the same address. "" when they are equal.
// Left out: how a fragment came in (hx-swap-oob, data-changed), htmx's own mark, where the arrow keys are (tabindex), running clocks, and
// who is here.
async () => {
  const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const LEFT_OUT = ["hx-swap-oob", "data-changed", "data-htmx-powered", "tabindex"];
  const written = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent.trim() ? [node.textContent.replace(/\s+/g, " ").trim()] : [];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    if (node.matches("[data-present]")) return []; // only a socket fills it
    if (node.matches("[data-until]")) return [`<clock until=${node.dataset.until}>`];
    const attributes = [...node.attributes]
      .filter(({ name }) => !LEFT_OUT.includes(name))
      .map(({ name, value }) => (name === "class" ? `class=${value.split(/\s+/).filter((c) => c && !c.startsWith("htmx-")).join(" ")}` : `${name}=${value}`))
      .filter((text) => text !== "class=")
      .sort();
    return [`<${[node.localName, ...attributes].join(" ")}>`, ...[...node.childNodes].flatMap(written), "</>"];
  };
  const whole = (root) => [...root.querySelectorAll("#region, [data-live-fragment], .version")].flatMap(written);
  const [here, there] = [whole(document), whole(fresh)];
  if (!there.length) return "the fresh page has no live region";
  const at = here.findIndex((line, index) => line !== there[index]);
  if (at < 0 && here.length === there.length) return "";
  const first = at < 0 ? Math.min(here.length, there.length) : at;
  return `page: ${here.slice(first, first + 6).join(" ")} ~ fresh: ${there.slice(first, first + 6).join(" ")}`;
}
