/* Arrow keys in boards and seat maps: [data-roving] has one tab stop, and arrows go to the nearest cell in their
   direction as it is drawn, for a cabin swaps its axes and a card covers many rows. Without this script every cell is a
   tab stop. Knows nothing of htmx: it watches the live region, whoever changes it. */
{
  const CELL = "button, a[href], [data-why]"; // what cannot be pressed but says why
  const ARROWS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };
  const gridOf = (part) => part.closest?.("[data-roving]");
  const visible = (part) => [...part.querySelectorAll(CELL)].filter((cell) => cell.checkVisibility());
  const first = (grid) => ((cells) => cells.find((cell) => !("why" in cell.dataset)) ?? cells[0])(visible(grid));
  const placeOf = (cell) => cell.closest('[role="gridcell"]')?.id ?? cell.id;

  const place = new WeakMap(); // grid → where its tab stop is, by id: cells come and go, places stay
  let within = null; // the grid that has the focus, also when its focused cell has just been replaced
  let spot = null; // where on the screen that cell is or was: a slot may be covered by a card that grew over it
  let line = null; // where a walk across large cells started, so that it comes out at the same height

  // ── One tab stop. Only what changed is visited: a large seat map changes hundreds of times a minute.
  function setStop(cell, grid) {
    const index = placeOf(cell) === place.get(grid) ? "0" : "-1";
    if (cell.getAttribute("tabindex") !== index) cell.setAttribute("tabindex", index);
  }
  function moveStop(grid, cell) {
    for (const old of grid.querySelectorAll('[tabindex="0"]')) old.setAttribute("tabindex", "-1");
    place.set(grid, cell && placeOf(cell));
    cell?.setAttribute("tabindex", "0");
  }
  function keepStop(grid) {
    let stop = grid.querySelector('[tabindex="0"]');
    if (!stop) moveStop(grid, (stop = within === grid && spot ? closest(grid, spot) : first(grid)));
    if (within === grid && document.activeElement === document.body) stop?.focus({ preventScroll: true });
  }
  function closest(grid, { x, y }) {
    const distance = (box) => Math.hypot(Math.max(0, box.left - x, x - box.right), Math.max(0, box.top - y, y - box.bottom));
    let best = null;
    for (const cell of visible(grid)) {
      const far = distance(cell.getBoundingClientRect());
      if (!best || far < best.far) best = { cell, far };
    }
    return best?.cell;
  }
  function showStop() { // a filter may have hidden it; asked only then, because asking makes the browser lay the page out
    for (const grid of document.querySelectorAll("[data-roving]")) {
      if (!grid.querySelector('[tabindex="0"]')?.checkVisibility()) moveStop(grid, first(grid));
    }
  }
  function setAll() {
    for (const grid of document.querySelectorAll("[data-roving]")) {
      for (const cell of grid.querySelectorAll(CELL)) setStop(cell, grid);
      keepStop(grid);
    }
    showStop();
  }
  function changed(records) {
    const grids = new Set();
    for (const { type, target, addedNodes } of records) {
      const grid = gridOf(target);
      if (!grid && [...addedNodes].some((node) => node.querySelector?.("[data-roving]") ?? node.matches?.("[data-roving]"))) {
        return setAll();
      }
      if (!grid) continue;
      grids.add(grid);
      if (type === "attributes" && target.matches(CELL)) setStop(target, grid); // a morph took the attribute away
      for (const node of addedNodes) for (const cell of node.querySelectorAll?.(CELL) ?? []) setStop(cell, grid);
    }
    grids.forEach(keepStop);
  }

  function remember() {
    const box = within && document.activeElement.matches(CELL) && document.activeElement.getBoundingClientRect();
    if (box) spot = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  }

  // ── Where an arrow leads.
  function near(grid, from, axis, sign) {
    const across = axis === "x" ? "y" : "x";
    const [start, end, low, high] = axis === "x" ? ["left", "right", "top", "bottom"] : ["top", "bottom", "left", "right"];
    const here = from.getBoundingClientRect();
    line = { x: here.left + here.width / 2, y: here.top + Math.min(here.height / 2, 12), ...line };
    let best = null;
    for (const cell of visible(grid)) {
      const box = cell.getBoundingClientRect();
      const ahead = sign > 0 ? box[start] - here[end] : here[start] - box[end];
      const aside = Math.max(0, box[low] - line[across], line[across] - box[high]);
      const slack = Math.min(box[end] - box[start], here[end] - here[start]) / 2; // rows bow, so neighbours overlap
      const beside = aside > 8;
      if (cell === from || ahead < -slack || (beside && axis === "x")) continue; // a row ends where it ends
      // Up and down, what lies on the line is nearer than anything beside it; beside it, straightness counts double.
      const far = Math.max(0, ahead) + (beside ? 10_000 + 2 * aside : aside);
      if (!best || far < best.far) best = { cell, far, box };
    }
    if (!best) return null;
    const kept = Math.min(Math.max(line[across], best.box[low] + 2), best.box[high] - 2);
    return { cell: best.cell, line: { [across]: kept } };
  }
  function outermost(grid, from, key, wide) {
    const cells = visible(wide ? grid : (from.closest('[role="row"]') ?? grid));
    return { cell: cells.at(key === "Home" ? 0 : -1), line: null };
  }

  document.addEventListener("keydown", (event) => {
    const grid = gridOf(event.target), from = event.target.closest(CELL), arrow = ARROWS[event.key];
    if (!grid || !from || event.altKey || event.metaKey) return;
    if (!arrow && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const next = arrow ? near(grid, from, ...arrow) : outermost(grid, from, event.key, event.ctrlKey);
    if (!next?.cell) return;
    next.cell.focus();
    line = next.line;
  });
  document.addEventListener("focusin", ({ target }) => {
    [within, line] = [gridOf(target), null];
    if (!within || !target.matches(CELL)) return;
    moveStop(within, target);
    remember();
  });
  document.addEventListener("scroll", remember, { capture: true, passive: true });
  document.addEventListener("pointerdown", ({ target }) => { if (!gridOf(target)) within = null; });
  document.addEventListener("change", showStop);

  // The region itself may be put in place of another, so it is watched from its parent.
  const parent = document.getElementById("region")?.parentElement;
  if (parent) new MutationObserver(changed).observe(parent, { subtree: true, childList: true, attributeFilter: ["tabindex"] });
  setAll();

  // A map that is wider than its place begins with its middle, as the sheet says to browsers that know how.
  if (!CSS.supports("scroll-initial-target", "nearest")) {
    for (const map of document.querySelectorAll(".theatre")) map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
  }
}
