/* What stands beside a board comes without leaving it: a click on a free place or on a card loads the panel alone, the
   address follows, and the card that is open is marked again whenever it is drawn anew. Also the keys t, [ and ].
   Without this script each of them is an ordinary link. */
{
  const OPENS = ".free, .card[href], [data-panel], .panel-head a";
  const main = document.getElementById("main");
  let opener = null; // the place from which the panel was opened, by id: cards come and go, places stay

  const isOwn = (link) => link && link.origin === location.origin && link.pathname === location.pathname;
  async function open(link) {
    const address = link.pathname + link.search;
    await htmx.ajax("GET", address, { source: main, target: "#panel", swap: "outerHTML", push: address });
    // On a phone the panel comes over the lower half; what it is about stays in sight.
    document.querySelector(".board [aria-expanded]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!document.getElementById("panel").childElementCount) document.getElementById(opener)?.querySelector("a, button")?.focus();
  }
  // What is not there is answered in words; the address stays with what is.
  document.addEventListener("htmx:before:history:update", (event) => {
    if (event.detail.response?.status >= 400) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(OPENS);
    if (!isOwn(link) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link.closest(".cell")?.id ?? opener;
    open(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [popover]")) return;
    if (event.key === "Escape") document.querySelector(".panel-head a")?.click();
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });

  // The card or the place that the panel is about; a closure has a card on each of its courts.
  function opened() {
    const { open } = document.getElementById("panel").dataset;
    const found = open && document.getElementById(open);
    if (found) return found.matches(".cell") ? [...found.querySelectorAll(":scope > .free")] : [found];
    return [...main.querySelectorAll("[data-block]")].filter((card) => card.dataset.block === open);
  }
  function mark() {
    const { title } = document.getElementById("region").dataset;
    if (title) document.title = `${title} · Ringside`; // a board that means today goes on to the next day
    const links = opened();
    for (const link of main.querySelectorAll(".board [aria-expanded]")) if (!links.includes(link)) link.removeAttribute("aria-expanded");
    for (const link of links) link.setAttribute("aria-expanded", "true");
  }
  document.addEventListener("htmx:after:swap", mark);
  // It opens at the panel's end, behind the buttons that stay there.
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches(".board-move")) target.scrollIntoView({ block: "start" });
  }, true);
}
