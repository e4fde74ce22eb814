/* A screen on a wall, which nobody touches. It pages by itself: a screenful at a time, and from the last back to the first; between two
   turns nothing moves. Its clock goes on by the server's time. What has not been heard of for half a minute steps back, and after
   three minutes it says since when. That a page tries again, for ever, is live.js. */
const wall = document.querySelector("main.wall");
if (wall) {
  const second = 1000, DIM = 30 * second, STALE = 180 * second;
  const clock = wall.querySelector(".wall-clock"), note = wall.querySelector(".wall-note");
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: wall.dataset.zone });

  const show = () => {
    const heard = Date.parse(document.getElementById("as-of").dateTime), silence = sinceContact();
    if (clock) clock.textContent = clock.dateTime = time.format(heard + silence);
    const state = silence >= STALE ? "stale" : silence >= DIM ? "dim" : "";
    if (state === (wall.dataset.state ?? "")) return;
    wall.dataset.state = state;
    note.querySelector("time").textContent = note.querySelector("time").dateTime = time.format(heard);
    note.hidden = state !== "stale";
  };
  setInterval(show, second);

  const rows = (board) => {
    const head = board.firstElementChild.offsetHeight, bottom = board.scrollTop + board.clientHeight;
    const next = [...board.children].find((row) => row.offsetTop + row.offsetHeight > bottom + 1);
    board.scrollTop = next ? next.offsetTop - head : 0;
  };
  const screens = (box) => {
    const { clientWidth: width, clientHeight: height } = box;
    if (box.scrollLeft + width < box.scrollWidth - 1) box.scrollLeft += width * 0.85;
    else if (box.scrollTop + height < box.scrollHeight - 1) box.scrollTo(0, box.scrollTop + height * 0.85);
    else box.scrollTo(0, Math.max(0, (box.querySelector(".now:not([hidden], [data-over])")?.offsetTop ?? 0) - height / 4));
  };
  setInterval(() => {
    const board = wall.querySelector(".hall-board"), box = wall.querySelector(".board, .wall-map");
    if (board) rows(board);
    if (box) screens(box);
  }, 12 * second);
}
