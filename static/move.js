/* A booking is moved or made longer by hand on the staff's board, and a length is chosen over free cells: by mouse, after a long press by
   finger, or by keys (m, arrows, shift with arrows, Enter, Escape). Until it is put down nothing happens but questions what the
   place would cost; put down, it is the ordinary move, of the version that was picked up. Whatever comes in between ends it with a sentence. */
{
  const NEAR = 6, LONG_PRESS = 400, EDGE = 8; // pixels, milliseconds, pixels
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const form = document.getElementById("by-hand"), main = document.getElementById("main");
  let held = null; // what is in the hand, where it is from and where it is
  let pressed = null; // the press that may become a drag
  let returning = null; // the card that was put down by keys and gets the focus again where it comes

  const plan = () => main.querySelector(".plan");
  const number = (part, name) => Number(part.className.match(new RegExp(`\\b${name}-(\\d+)`))?.[1] ?? 1);
  const cellAt = (col, row) => plan()?.querySelector(`.cell.c-${col}.r-${row}`);
  const courtOf = (cell) => cell.id.slice(5, -14);
  const startOf = (cell) => new Date(cell.id.slice(-13).replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/, "$1-$2-$3T$4:$5Z"));
  const endOf = (cell) => new Date(startOf(cell).getTime() + form.dataset.slot * 60_000);
  const wordsAt = (col, row) => {
    const head = plan().querySelector(`.court.c-${col} > span`), time = plan().querySelector(`.time.r-${row}`);
    return `${head?.firstElementChild?.textContent.replace(/, $/, "") || head?.textContent}, ${time?.textContent}`;
  };
  const movable = (card) => card?.matches('.card[id]:is([data-status="pending"], [data-status="confirmed"])');
  const stop = (event) => { if (event.isTrusted) { event.preventDefault(); event.stopPropagation(); } };
  const announce = (words) => document.getElementById("announcement").replaceChildren(words);
  const say = (words) => document.getElementById("toast").replaceChildren(words);

  function placeUnder(x, y) { // in the units of the board; null beside it
    const board = main.querySelector(".board").getBoundingClientRect(), first = plan()?.querySelector(".time.r-1").getBoundingClientRect();
    if (!first || x < board.left || x > board.right || y < board.top || y > board.bottom) return null;
    const head = [...plan().querySelectorAll(".court")].find((each) => x >= each.getBoundingClientRect().left && x < each.getBoundingClientRect().right);
    const row = Math.floor((y - first.top) / first.height) + 1;
    return head && cellAt(number(head, "c"), row) ? { col: number(head, "c"), row } : null;
  }

  // ── Picking up, and letting go with nothing done.
  function pick(part, mode, by) {
    const cell = part.closest(".cell"), at = { col: number(cell, "c"), row: number(cell, "r"), span: number(cell, "s") };
    held = { part, cell, mode, by, from: at, ...at, live: liveSocket() !== null, missed: null, asked: 0 };
    held.mark = document.getElementById("hand-mark").content.cloneNode(true).firstElementChild;
    if (mode !== "book") cell.toggleAttribute("data-held", true);
    document.documentElement.toggleAttribute("data-by-hand", true);
    if (by === "keys") announce(`Picked up. ${mode === "book" ? "" : "Arrows move it, "}Shift with arrows changes how long, Enter puts it down, Escape gives up.`);
    show();
  }
  function end(words = "") {
    const { cell, mark, missed, by, part } = held;
    held = null;
    mark.remove();
    cell.removeAttribute("data-held");
    document.documentElement.removeAttribute("data-by-hand");
    if (missed) { // what came for this cell while it was held
      const fresh = [...missed.childNodes];
      cell.replaceWith(...fresh);
      for (const each of fresh) if (each.nodeType === Node.ELEMENT_NODE) htmx.process(each);
    }
    if (by === "keys") (part.isConnected ? part : document.getElementById(part.id))?.focus({ preventScroll: true });
    if (words) say(words);
  }

  // ── Where it is now: an outline there, and what that place would mean.
  function move(col, row, span = held.span) {
    const last = row + span - 1;
    if (span < 1 || row < 1 || !cellAt(col, row) || !cellAt(col, last)) return;
    if (col === held.col && row === held.row && span === held.span) return;
    Object.assign(held, { col, row, span });
    show();
  }
  function show() {
    const { mark, col, row, span } = held;
    mark.className = `by-hand c-${col} r-${row} s-${span}`;
    if (mark.parentNode !== plan()) plan().append(mark);
    if (held.by === "keys") mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    consider();
  }
  function consider() { // over free cells the board says it all; anywhere else the server does
    const covered = Array.from({ length: held.span }, (_, n) => cellAt(held.col, held.row + n));
    const free = covered.every((cell) => cell?.querySelector("a.free"));
    if (held.mode === "book") return judge(free, free ? "Free." : "Not free.");
    judge(null, "…");
    ask(held);
  }
  function judge(allowed, words) {
    held.allowed = allowed;
    held.words = words;
    held.mark.dataset.verdict = allowed === null ? "asking" : allowed ? "free" : "no";
    held.mark.firstChild.textContent = `${wordsAt(held.col, held.row)}. ${words}`;
    if (allowed !== null && held.by === "keys") announce(held.mark.textContent);
  }
  const moved = ({ from, col, row, span }) => col !== from.col || row !== from.row || span !== from.span;
  function wish({ part, from, col, row, span }) { // what the server is asked, and sent when it is put down
    return {
      booking: part.id.slice("booking-".length), court: courtOf(cellAt(col, row)),
      start: row === from.row ? "" : startOf(cellAt(col, row)).toISOString(),
      end: span === from.span ? "" : endOf(cellAt(col, row + span - 1)).toISOString(),
    };
  }
  async function ask(mine) { // one question at a time; the last place that was passed is the one that counts
    mine.asked += 1;
    if (mine.asking) return mine.asking;
    return (mine.asking = (async () => {
      for (let asked = 0; asked !== mine.asked && mine === held;) {
        asked = mine.asked;
        const answer = await fetch(`${form.action.replace(/move$/, "verdict")}?${new URLSearchParams(wish(mine))}`).catch(() => null);
        const found = answer?.ok ? await answer.json().catch(() => null) : null;
        if (mine !== held || asked !== mine.asked) continue;
        mine.version ??= found?.version;
        judge(found?.allowed ?? false, found?.words ?? "The desk does not answer.");
        if (!moved(mine) && found?.allowed) judge(true, "Where it was.");
      }
      mine.asking = null;
    })());
  }

  // ── Putting down.
  async function putDown() {
    const mine = held;
    if (mine.mode === "book") {
      if (!mine.allowed) return refuse("Not all of that is free.");
      const [first, last] = [cellAt(mine.col, mine.row), cellAt(mine.col, mine.row + mine.span - 1)];
      const link = first.querySelector("a.free"), plain = link.href, address = new URL(plain);
      address.searchParams.set("end", endOf(last).toISOString());
      end();
      link.href = address.href;
      link.click(); // as if the free place were pressed: board.js opens the panel
      link.href = plain;
      return;
    }
    if (!moved(mine)) return end(mine.by === "keys" ? "Put back where it was." : "");
    await mine.asking;
    if (mine !== held || !mine.allowed) return mine === held && refuse(mine.words);
    const fields = { ...wish(mine), version: mine.version };
    if (mine.by === "keys") returning = { id: mine.part.id, until: performance.now() + 3000 };
    end();
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.requestSubmit();
  }
  function refuse(words) { // by keys it stays in the hand; a pointer has let go of it
    return held.by === "keys" ? announce(`${words} Still picked up.`) : end(`${words} Nothing was changed.`);
  }

  // ── What comes over the socket meanwhile. The cell in the hand waits; a whole new board takes it out of the hand.
  document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
    for (const task of held && held.mode !== "book" ? [...tasks] : []) {
      if (task.target === held.cell) {
        tasks.splice(tasks.indexOf(task), 1);
        held.missed = task.fragment;
        held.cell.toggleAttribute("data-stale", true);
        judge(false, "Changed by a colleague: Escape shows it.");
        announce(held.words);
      }
    }
    if (held && tasks.some(({ target }) => target instanceof Element && target !== held.cell && target.contains(held.cell))) end("The board was drawn anew meanwhile. Nothing was changed.");
  });
  document.addEventListener("htmx:after:swap", () => {
    if (held && !held.cell.isConnected) end("The board was drawn anew meanwhile. Nothing was changed.");
    else if (held && !held.missed) consider();
    const card = returning && document.getElementById(returning.id);
    if (returning && performance.now() > returning.until) returning = null;
    else if (card && (document.activeElement === document.body || plan()?.contains(document.activeElement))) card.focus({ preventScroll: true });
  });
  setInterval(() => {
    if (held?.live && liveSocket() === null) end("The connection was lost. Nothing was changed.");
  }, 500);

  // ── By keys.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key], here = event.target;
    if (!held) {
      const free = event.shiftKey && arrow && !arrow[0] && here.matches("a.free");
      if (!free && !(event.key === "m" && movable(here))) return;
      pick(here, free ? "book" : "move", "keys");
      if (free) move(held.col, held.row, held.span + arrow[1]);
    } else if (event.key === "Escape") end("Given up. Nothing was changed.");
    else if (event.key === "Enter") putDown();
    else if (event.key === "Tab") return end("Given up. Nothing was changed.");
    else if (arrow && (event.shiftKey || held.mode === "book")) { if (!arrow[0]) move(held.col, held.row, held.span + arrow[1]); }
    else if (arrow) move(held.col + arrow[0], held.row + arrow[1]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // ── By mouse and finger.
  document.addEventListener("pointerdown", (event) => {
    const part = event.target.closest?.(".card, a.free");
    if (held || event.button || !event.isPrimary || !(movable(part) || part?.matches("a.free"))) return;
    const box = part.getBoundingClientRect(), edge = event.pointerType === "touch" ? 2 * EDGE : EDGE;
    const mode = part.matches("a.free") ? "book" : box.bottom - event.clientY < edge && box.height > 3 * edge ? "stretch" : "move";
    const under = placeUnder(event.clientX, event.clientY);
    pressed = { part, mode, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch", grip: under ? under.row - number(part.closest(".cell"), "r") : 0 };
    if (pressed.touch) pressed.timer = setTimeout(() => { if (pressed) { pick(pressed.part, pressed.mode, "pointer"); navigator.vibrate?.(10); } }, LONG_PRESS);
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed || !event.isPrimary) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > NEAR;
    if (!held && far && pressed.touch) return forget(); // it scrolls
    if (!held && far) pick(pressed.part, pressed.mode, "pointer");
    const box = main.querySelector(".board").getBoundingClientRect(), under = held && placeUnder(event.clientX, event.clientY);
    if (!under) return;
    main.querySelector(".board").scrollBy(0, event.clientY > box.bottom - 3 * EDGE ? 2 * EDGE : event.clientY < box.top + 8 * EDGE ? -2 * EDGE : 0);
    if (held.mode === "move") move(under.col, under.row - pressed.grip);
    else move(held.from.col, held.from.row, Math.max(1, under.row - held.from.row + 1));
  });
  document.addEventListener("pointerup", (event) => {
    const dragged = held && pressed;
    forget();
    if (!dragged) return;
    document.addEventListener("click", stop, true); // the press was no click
    setTimeout(() => document.removeEventListener("click", stop, true));
    if (placeUnder(event.clientX, event.clientY)) putDown();
    else end("Dropped beside the board. Nothing was changed.");
  });
  const forget = () => { clearTimeout(pressed?.timer); pressed = null; };
  const broken = () => { if (held && pressed) end("Interrupted. Nothing was changed."); forget(); };
  for (const name of ["pointercancel", "blur"]) window.addEventListener(name, broken);
  document.addEventListener("touchmove", (event) => { if (held && pressed) event.preventDefault(); }, { passive: false });
  document.addEventListener("contextmenu", (event) => { if (pressed?.touch) event.preventDefault(); });
  document.addEventListener("dragstart", (event) => { if (movable(event.target.closest?.(".card")) || event.target.closest?.("a.free")) event.preventDefault(); });
}
