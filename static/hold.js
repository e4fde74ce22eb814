/* Counts holds and requests down: whatever carries data-until (an instant), in its <b> or in itself. With data-total (seconds)
   it is the clock: its ring empties and its end is announced in good time. The server ends them; this only shows it. */
{
  const WARNINGS = { 300: "5 minutes", 120: "2 minutes", 60: "1 minute", 20: "20 seconds" }; // by seconds left
  const HOUR = 3600, SOON = 60, LATEST = 4;

  // The server's time, from the last message and what has passed since: the reader's own clock may be wrong, or be set
  // while the page is open. A message comes a little late, never early, so the greatest of the last few is nearest the truth.
  let latest = null;
  const ahead = [];
  function serverNow() {
    const next = document.getElementById("as-of")?.dateTime;
    if (next && next !== latest) {
      const drawn = performance.getEntriesByType("navigation")[0]?.responseStart; // the page itself has been on its way
      ahead.push(Date.parse(next) - (latest === null && drawn ? drawn : performance.now()));
      if (ahead.length > LATEST) ahead.shift();
      latest = next;
    }
    return Math.max(...ahead) + performance.now();
  }

  function figures(left) {
    if (left >= 48 * HOUR) return `${Math.floor(left / (24 * HOUR))} days`;
    if (left >= HOUR) return `${Math.floor(left / HOUR)} h ${Math.floor((left % HOUR) / 60)} min`;
    return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  let before = {};
  function countDown() {
    const clocks = document.querySelectorAll("[data-until]"), now = serverNow();
    for (const clock of Number.isFinite(now) ? clocks : []) {
      const { until, total, after = "" } = clock.dataset;
      const left = Math.max(0, Math.round((Date.parse(until) - now) / 1000));
      (clock.querySelector("b") ?? clock).textContent = figures(left) + after;
      if (!total) continue;
      clock.toggleAttribute("data-soon", left <= SOON);
      clock.querySelector(".left")?.setAttribute("stroke-dasharray", `${(100 * left) / total} 100`);
      const crossed = Object.keys(WARNINGS).find((limit) => left <= limit && before[until] > limit);
      if (crossed) document.getElementById("announcement")?.replaceChildren(`${WARNINGS[crossed]} left to keep what you hold.`);
      before = { [until]: left };
    }
  }
  countDown();
  setInterval(countDown, 1000);
  document.addEventListener("htmx:after:swap", countDown); // what was just drawn has the hour, not what is left
}
