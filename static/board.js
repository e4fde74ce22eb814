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
    mark();
    // On a phone the panel comes over the lower half; what it is about stays in sight.
    document.querySelector(".board [aria-expanded]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!document.getElementById("panel").childElementCount) document.querySelector(`#${opener} :is(a, button)`)?.focus();
  }
  // What is not there is said in words; the address stays with what is.
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

  // What was booked takes the form's place, and whoever was in the form goes on at the top of it.
  let inside = false;
  document.addEventListener("focusin", (event) => { inside = !!event.target.closest("#panel"); });
  document.addEventListener("htmx:after:swap", () => {
    if (inside && document.activeElement === document.body) document.querySelector("#panel h2")?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [popover]")) return;
    if (event.key === "Escape") document.querySelector(".panel-head a")?.click();
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });

  // The card or the place that the address is about, as a selector.
  function meant(asked) {
    const [booking, block, court, start] = ["booking", "block", "court", "start"].map((name) => asked.get(name));
    if (booking) return `[id="${CSS.escape(`booking-${booking}`)}"]`;
    if (block) return `[href*="${CSS.escape(`block=${block}#`)}"]`;
    const time = Date.parse(start) && new Date(start).toISOString().slice(0, 16).replace(/[-:]/g, "");
    return court && time ? `[id="${CSS.escape(`slot-${court}-${time}`)}"] > .free` : ":not(*)";
  }
  function mark() {
    const { title } = document.getElementById("region").dataset;
    if (title) document.title = `${title} · Ringside`; // a board that means today goes on to the next day
    const open = meant(new URLSearchParams(location.search));
    for (const link of document.querySelectorAll(`.board [aria-expanded]:not(${open})`)) link.removeAttribute("aria-expanded");
    for (const link of document.querySelectorAll(`.board :is(${open})`)) link.setAttribute("aria-expanded", "true");
  }
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true });
}
