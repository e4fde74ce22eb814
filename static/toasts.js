/* Says in a corner what has just come for the reader, as the list that hangs from the bell brings it. At most three at once, each for
   some seconds that pass only while nobody points at them and nothing in them has the focus; not over a field that is typed into, and not
   of what the page shows anyway. All of it stays in the list. */
{
  const MOST = 3, STAYS = 8, FRESH = 60; // seconds
  const place = document.getElementById("news"), template = document.getElementById("news-toast");
  const lines = (kind = "") => [...document.querySelectorAll(`#bell-panel li${kind}`)];
  const shown = new Map(); // id of the line → its toast, and how many seconds it has left
  const known = new Set(lines().map((line) => line.id));

  function take() {
    const unread = lines("[data-unread]"), ids = new Set(unread.map((line) => line.id));
    for (const id of shown.keys()) if (!ids.has(id)) drop(id); // read or cleared elsewhere
    for (const line of unread.reverse()) if (!known.has(line.id)) show(line);
    for (const line of lines()) known.add(line.id);
  }

  function show(line) {
    const link = line.querySelector("a"), at = Date.parse(line.querySelector("time").dateTime);
    const now = Date.parse(document.getElementById("as-of")?.dateTime || "");
    if ([link.pathname, "/notifications"].includes(location.pathname) || now - at > FRESH * 1000) return;
    const toast = template.content.cloneNode(true).firstElementChild;
    toast.querySelector("use").setAttribute("href", line.querySelector("use").getAttribute("href"));
    toast.querySelector("b").textContent = link.textContent;
    toast.querySelector("a").href = link.href;
    toast.querySelector("button").addEventListener("click", () => drop(line.id));
    toast.toggleAttribute("data-answer", line.dataset.group === "Request");
    while (shown.size >= MOST) drop(shown.keys().next().value);
    shown.set(line.id, { toast, left: STAYS });
    place.append(toast);
    stepAside();
  }

  function drop(id) {
    shown.get(id).toast.remove();
    shown.delete(id);
  }

  function stepAside() {
    const field = document.activeElement, typed = field.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
    const [one, other] = [field.getBoundingClientRect(), place.getBoundingClientRect()];
    const over = one.right > other.left && one.left < other.right && one.bottom > other.top && one.top < other.bottom;
    place.toggleAttribute("data-aside", typed && over);
  }

  function pass() {
    if (!shown.size) return;
    stepAside();
    if (document.hidden || place.matches(":hover, :focus-within, [data-aside]")) return;
    for (const [id, each] of shown) if ((each.left -= 1) <= 0) drop(id);
  }

  if (place) {
    new MutationObserver(take).observe(document.getElementById("bell-place"), { childList: true, subtree: true });
    document.addEventListener("focusin", stepAside);
    place.addEventListener("keydown", (event) => {
      const id = event.key === "Escape" && [...shown.keys()].find((each) => shown.get(each).toast.contains(event.target));
      if (id) drop(id);
    });
    setInterval(pass, 1000);
  }
}
