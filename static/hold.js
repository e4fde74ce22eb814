/* Counts holds down: whatever carries data-until (an instant), as m:ss in its <b> or in itself. With data-total (seconds)
   it is the clock: its ring empties and its end is said in good time. The server ends the hold; this only shows it. */
{
  const WARNINGS = { 300: "5 minutes", 120: "2 minutes", 60: "1 minute", 20: "20 seconds" }; // by seconds left
  const SOON = 60;

  // How far the server's clock is ahead of this machine's, by the heartbeat's time. What it says is always a little late,
  // never early, so of what it has said the greatest is nearest the truth.
  let ahead = -Infinity;
  function serverNow() {
    const said = Date.parse(document.getElementById("as-of")?.dateTime ?? "");
    if (said !== serverNow.said && !Number.isNaN(said)) ahead = Math.max(ahead, (serverNow.said = said) - Date.now());
    return Date.now() + (Number.isFinite(ahead) ? ahead : 0);
  }

  let before = {};
  function countDown() {
    const now = serverNow();
    for (const clock of document.querySelectorAll("[data-until]")) {
      const { until, total } = clock.dataset;
      const left = Math.max(0, Math.round((Date.parse(until) - now) / 1000));
      const figures = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      (clock.querySelector("b") ?? clock).textContent = figures;
      if (!total) continue;
      clock.toggleAttribute("data-soon", left <= SOON);
      clock.querySelector(".left")?.setAttribute("stroke-dasharray", `${(100 * left) / total} 100`);
      const crossed = Object.keys(WARNINGS).find((mark) => left <= mark && before[until] > mark);
      if (crossed) document.getElementById("say")?.replaceChildren(`${WARNINGS[crossed]} left to keep what you hold.`);
      before = { [until]: left };
    }
  }
  countDown();
  setInterval(countDown, 1000);
}
