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
    if (!document.getElementById("panel").childElementCount) document.querySelector(`#${opener} :is(a, button)`)?.focus();
  }
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

  // What of the address says which card or place it is about.
  const meant = (search) => ["booking", "block", "court", "start"].map((name) => search.get(name) ?? "").join(" ").trim();
  function mark() {
    const open = meant(new URLSearchParams(location.search));
    for (const link of document.querySelectorAll(".free, .card[href]")) {
      if (open && meant(new URL(link.href).searchParams) === open) link.setAttribute("aria-expanded", "true");
      else link.removeAttribute("aria-expanded");
    }
  }
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true });
}
