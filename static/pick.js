/* Seats for a list are chosen on their drawing: pressed, by the name of their row, by a rectangle drawn over them with a mouse or
   a pen, or by arrow keys while Shift is held. It writes the list that the form sends; without this script that is typed. grid.js,
   which comes after it, moves among the seats. A finger scrolls as everywhere, and presses. */
{
  const map = document.querySelector("[data-picks]"), list = map && document.getElementById(map.dataset.picks);
  const SEAT = "button[data-label]", DRAG = 5;
  const rows = [...(map?.querySelectorAll(".tier-row") ?? [])];
  const seatsOf = (part) => [...part.querySelectorAll(SEAT)];
  const isChosen = (seat) => seat.dataset.state === "mine";
  let others = []; // what was typed and is no seat or run of seats: rows, parts, mistakes

  function choose(seats, on) {
    for (const seat of seats) {
      seat.dataset.state = on ? "mine" : "free";
      seat.ariaPressed = String(on);
    }
  }
  const turn = (seats) => choose(seats, !seats.every(isChosen));

  // ── The list, as the form's own words have it: A1-A5, C7.
  function runsOf(row) {
    const runs = [];
    let run = [];
    for (const place of [...row.querySelectorAll(".seat > *"), null]) {
      if (place?.matches(SEAT) && isChosen(place)) run.push(place.dataset.label);
      else if (run.length) runs.push(run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0]), (run = []);
    }
    return runs;
  }
  function say() {
    const many = seatsOf(map).filter(isChosen).length;
    map.querySelector("output").textContent = many === 1 ? "1 seat chosen" : `${many} seats chosen`;
  }
  function write() {
    list.value = [...others, ...rows.flatMap(runsOf)].join(", ");
    say();
  }
  function read() {
    const all = seatsOf(map), found = new Map(all.map((seat) => [seat.dataset.label.toLowerCase(), seat]));
    choose(all, false);
    others = list.value.split(/[,;\n]/).map((word) => word.trim()).filter(Boolean).filter((word) => {
      const [first, last = first, ...more] = word.toLowerCase().split(/\s*[-–]\s*/).map((label) => found.get(label));
      const row = first?.closest(".tier-row");
      if (!first || !last || more.length || row !== last.closest(".tier-row")) return true;
      const seats = seatsOf(row), [from, to] = [seats.indexOf(first), seats.indexOf(last)].sort((a, b) => a - b);
      choose(seats.slice(from, to + 1), true);
      return false;
    });
    say();
  }

  // ── Pressed, and swept over by keys.
  let dragged = false, sweeping = false;
  function press({ target }) {
    const row = target.closest(".row-name")?.closest(".tier-row"), seat = target.closest(SEAT);
    if (dragged || !(row || seat)) return;
    turn(row ? seatsOf(row) : [seat]);
    write();
  }
  function sweep({ target }) {
    if (!sweeping || !target.matches(SEAT)) return;
    choose([target], true);
    write();
  }

  // ── A rectangle.
  const box = map?.querySelector(".lasso");
  let start = null;
  const between = (a, b) => ({ left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) });
  function begin(event) {
    dragged = false;
    start = event.pointerType !== "touch" && event.button === 0 ? { x: event.clientX, y: event.clientY } : null;
  }
  function draw(event) {
    if (!start) return;
    const here = { x: event.clientX, y: event.clientY };
    if (box.hidden && Math.hypot(here.x - start.x, here.y - start.y) < DRAG) return;
    if (box.hidden) map.setPointerCapture(event.pointerId);
    box.hidden = false;
    dragged = true;
    const { left, top, right, bottom } = between(start, here);
    Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  }
  function end() {
    box.hidden = true;
    start = null;
  }
  function take(event) {
    if (start && !box.hidden) {
      const area = between(start, { x: event.clientX, y: event.clientY });
      turn(seatsOf(map).filter((seat) => {
        const place = seat.getBoundingClientRect(), x = place.left + place.width / 2, y = place.top + place.height / 2;
        return area.left <= x && x <= area.right && area.top <= y && y <= area.bottom;
      }));
      write();
    }
    end();
  }

  if (list) {
    map.hidden = false;
    read();
    list.addEventListener("input", read);
    map.addEventListener("click", press);
    map.addEventListener("keydown", (event) => {
      dragged = false;
      if (event.key === "Escape") end();
      sweeping = event.shiftKey && event.key.startsWith("Arrow");
      if (sweeping) sweep(event);
    });
    map.addEventListener("focusin", sweep);
    map.addEventListener("pointerdown", begin);
    map.addEventListener("pointermove", draw);
    map.addEventListener("pointerup", take);
    map.addEventListener("pointercancel", end);
  }
}
