/* Arrow keys in boards and seat maps: [data-roving] has one tab stop, and arrows go to the nearest cell in their
   direction as it looks, for a cabin swaps its axes and a card covers many rows. Without this script every cell is a
   tab stop. Knows nothing of htmx: it looks again whenever the page has changed. */
{
  const CELL = "button, a[href]";
  const ARROWS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };
  const cellsOf = (part) => [...part.querySelectorAll(CELL)].filter((cell) => cell.checkVisibility());
  const placeOf = (cell) => cell.closest('[role="gridcell"]')?.id;

  // The cell that the keyboard is at in each grid, by the id of its place: cells come and go, places stay.
  const place = new WeakMap();
  let within = null; // the grid that has the focus, also when its focused cell has just been replaced
  let line = null; // where a walk across large cells started, so that it comes out at the same height

  function tidy(grid) {
    const cells = [...grid.querySelectorAll(CELL)];
    const stop = cells.find((cell) => place.has(grid) && placeOf(cell) === place.get(grid)) ?? cells[0];
    for (const cell of cells) {
      const index = cell === stop ? "0" : "-1";
      if (cell.getAttribute("tabindex") !== index) cell.setAttribute("tabindex", index);
    }
    if (within === grid && document.activeElement === document.body) stop?.focus({ preventScroll: true });
  }

  function near(grid, from, axis, sign) {
    const across = axis === "x" ? "y" : "x";
    const [start, end, low, high] = axis === "x" ? ["left", "right", "top", "bottom"] : ["top", "bottom", "left", "right"];
    const here = from.getBoundingClientRect();
    line = { x: here.left + here.width / 2, y: here.top + Math.min(here.height / 2, 12), ...line };
    let best = null;
    for (const cell of cellsOf(grid)) {
      const box = cell.getBoundingClientRect();
      const ahead = sign > 0 ? box[start] - here[end] : here[start] - box[end];
      const aside = Math.max(0, box[low] - line[across], line[across] - box[high]);
      const slack = Math.min(box[end] - box[start], here[end] - here[start]) / 2; // rows bow, so neighbours overlap
      // What lies on the line is nearer than anything beside it; beside it, straightness counts double.
      const far = Math.max(0, ahead) + (aside > 8 ? 10_000 + 2 * aside : aside);
      if (cell !== from && ahead > -slack && (!best || far < best.far)) best = { cell, far, box };
    }
    if (!best) return null;
    const kept = Math.min(Math.max(line[across], best.box[low] + 2), best.box[high] - 2);
    return { cell: best.cell, line: { [across]: kept } };
  }

  function ends(grid, from, key, wide) {
    const cells = cellsOf(wide ? grid : (from.closest('[role="row"]') ?? grid));
    return { cell: cells.at(key === "Home" ? 0 : -1), line: null };
  }

  document.addEventListener("keydown", (event) => {
    const grid = event.target.closest("[data-roving]"), from = event.target.closest(CELL);
    if (!grid || !from || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (!arrow && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const next = arrow ? near(grid, from, ...arrow) : ends(grid, from, event.key, event.ctrlKey);
    if (!next?.cell) return;
    next.cell.focus();
    line = next.line;
  });
  document.addEventListener("focusin", (event) => {
    within = event.target.closest("[data-roving]");
    line = null;
    if (!within) return;
    place.set(within, placeOf(event.target));
    tidy(within);
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest("[data-roving]")) within = null; });

  const tidyAll = () => document.querySelectorAll("[data-roving]").forEach(tidy);
  new MutationObserver(tidyAll).observe(document.body, { subtree: true, childList: true, attributeFilter: ["tabindex"] });
  tidyAll();
}
