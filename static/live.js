/* How current the page is: follows its topics over a socket, polls every few seconds while there is none, and shows it in
   the badge. htmx has the socket and swaps what comes; this brings the page's own version along, watches whether anything
   comes at all, and after a form brings what it sent to its place. Arrow keys are in grid.js, the hold clock in hold.js. */
{
  const second = 1000;
  const BLIP = 2 * second, POLLS_AFTER = 8 * second; // without a message: at first nothing is shown, then catching up, then polling
  const EVERY = 15 * second, SELDOM = 60 * second; // between two questions; the pause grows to the second while none is answered
  const SILENCE = 45 * second; // three heartbeats missed: the page is not current, whatever the socket says
  const MUTE = 20 * second; // a socket that has brought nothing by then never will
  const FAILED = "That did not go through. Try again: nothing is booked twice.";

  const wire = document.getElementById("wire");
  const announce = (words, where = "announcement") => document.getElementById(where)?.replaceChildren(words);
  const on = (name, act) => document.addEventListener(`htmx:${name}`, (event) => act(event.detail));

  // Time that has passed, never the time of day: the reader's clock may be wrong and may be set. It stands still in some
  // browsers while the machine sleeps; a clock that leapt meanwhile shows it, and to doubt a page that is current does no harm.
  let slept = 0, [wall, passed] = [Date.now(), performance.now()];
  function elapsed() {
    const leap = Date.now() - wall - (performance.now() - passed);
    if (leap > 5 * second) slept += leap;
    [wall, passed] = [Date.now(), performance.now()];
    return passed + slept;
  }

  // ── Following. The versions that the page shows stand in its .version elements, and of which moment it is in its badge;
  // whoever asks for more asks from there.
  let connection = null; // htmx's own
  let socket = null, since = 0; // the one that it has now, and since when
  let working = null, failures = 0; // the socket that has brought something: only then is it one that works
  let received = 0, lost = 0; // when anything came last, and since when no socket has brought anything
  let asked = -Infinity, pause = EVERY, misses = 0, answered = null, shown = "drawn";
  let leaving = false; // for another page, which may take its time to come: each further try would end the one under way
  const follow = () =>
    [...document.querySelectorAll(".version")].map((version) => `follow=${encodeURIComponent(version.value)}`).join("&")
    + `&as-of=${encodeURIComponent(document.getElementById("as-of")?.dateTime ?? "")}`
    + (document.querySelector(".me") ? "" : "&look=in"); // drawn for a stranger
  const live = () => working !== null && working === connection.socket && working.readyState === WebSocket.OPEN;

  // A getter, because htmx reads the address at every opening and does not announce them all (a tab that returns).
  const url = { configurable: true, get: () => `${location.origin.replace("http", "ws")}/live?${follow()}` };
  on("ws:before:connection", ({ connection: made }) => Object.defineProperty((connection = made), "url", url));
  on("ws:after:connection", ({ connection: { socket: opened } }) => {
    opened.addEventListener("message", () => {
      [working, failures, received, answered, misses] = [opened, 0, elapsed(), null, 0];
      sessionStorage.removeItem("loaded-again");
      tick();
    });
  });
  on("ws:close", ({ connection, code }) => {
    if (working === connection.socket) [working, lost] = [null, elapsed()];
    else failures += 1;
    connection.attempt = failures; // htmx begins anew with each that opens; one that says nothing is no success
    if (code === 1008) ask(true); // refused for good: signed out, or not allowed here any more
  });
  document.addEventListener("visibilitychange", () => {
    // A hidden tab has let its socket go. After a short absence that is a blip, after a long one it is shown at once.
    if (!document.hidden && !live()) lost = elapsed() - (elapsed() - received > SILENCE ? BLIP : 0);
  });
  window.addEventListener("pageshow", () => { leaving = false; }); // one goes back to it
  window.addEventListener("online", () => { if (wire && !live()) ask(); });

  globalThis.sinceContact = () => elapsed() - received;
  globalThis.liveSocket = () => (live() ? working : null);

  function watch(now) {
    if (socket !== connection?.socket) [socket, since] = [connection?.socket, now];
    const dead = live() ? now - received > SILENCE : now - since > MUTE; // half open, or the machine has slept; never any message
    if (live() && dead) lost = now - POLLS_AFTER;
    if (dead && socket?.readyState < WebSocket.CLOSING) socket.close(); // htmx tries again only when it is closed
  }

  async function ask(refused = false) {
    asked = elapsed();
    const headers = { "HX-Request": "true" }; // signed out is a status, not by another page
    const answer = await fetch(`/live/poll?${follow()}`, { headers, signal: AbortSignal.timeout(EVERY) }).catch(() => null);
    const text = answer?.status === 200 ? await answer.text().catch(() => null) : null;
    if (live() || leaving) return; // it came back meanwhile and knows better
    if (answer?.status === 401) return signIn();
    if (answer && (refused || [403, 404].includes(answer.status))) return loadAgain();
    answered = text !== null;
    if (answered) received = elapsed();
    misses = answered ? 0 : misses + 1;
    pause = Math.min(EVERY * 2 ** misses, SELDOM) * (0.8 + 0.4 * Math.random());
    if (text) await htmx.swap({ sourceElement: wire, target: wire, swap: "none", text });
    tick();
  }

  function signIn() { // nobody's page is left open; drafts.js brings back what was typed
    leaving = true;
    keepWhatIsTyped();
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}&ended=1`);
  }

  function loadAgain() { // not in the first minute after the last time: a page that may not be followed would load for ever
    if (sessionStorage.getItem("loaded-again") && performance.now() < 60 * second) return;
    sessionStorage.setItem("loaded-again", "yes");
    leaving = true;
    keepWhatIsTyped();
    location.reload();
  }

  // ── Showing how current the page is.
  function state(now) {
    if (live()) return "live";
    if (now - lost < BLIP && now - received < SILENCE) return shown;
    if (now - lost < POLLS_AFTER) return "catching";
    if (answered === false) return "offline";
    if (now - received > SILENCE) return "stale";
    return answered ? "polling" : "catching";
  }

  function tick() {
    const now = elapsed();
    watch(now);
    if (!live() && !document.hidden && now - lost >= POLLS_AFTER && now - asked > pause) ask();
    const next = state(now), badge = document.getElementById("live");
    if (next === shown || !badge) return;
    badge.dataset.state = next;
    const calm = next === "catching" || next === "polling" || (next === "live" && ["drawn", "catching"].includes(shown));
    if (!calm) announce(badge.innerText);
    shown = next;
  }

  // ── Commands. While no socket brings a change, the answer to the act that made it must.
  on("config:request", ({ ctx }) => {
    if (wire && !live()) ctx.request.headers["Ringside-Follow"] = follow();
  });
  on("before:request", () => { announce("", "alert"); announce("", "toast"); });
  // htmx drops an answer whose target is gone, with all that it brings for other places: the button may have left with its change,
  // which came over the socket first.
  on("after:request", ({ ctx }) => { if (ctx.swap === "none" && !ctx.target?.isConnected) ctx.target = document.body; });
  on("response:error", ({ ctx }) => { if (ctx.response.status >= 500) announce(FAILED, "alert"); });
  on("error", ({ ctx }) => { if (ctx) announce(FAILED, "alert"); });

  // ── Focus. Where the button that was pressed is gone with what it did, one goes on at the head of its part of the page.
  const partsOf = new WeakMap(); // swap → what the focus was in before it, the nearest first
  on("before:swap", ({ ctx }) => {
    const parts = [];
    for (let part = document.activeElement; part && part !== document.body; part = part.parentElement) if (part.id) parts.push(part.id);
    partsOf.set(ctx, parts);
  });
  on("after:swap", ({ ctx }) => {
    if (document.activeElement !== document.body) return;
    const headOf = (id) => document.getElementById(id)?.querySelector("h2[tabindex]");
    partsOf.get(ctx)?.map(headOf).find(Boolean)?.focus({ preventScroll: true });
  });

  if (wire) setInterval(tick, second);

  // A page that nothing is sent to, and that time alone will have changed by then. What is written on it is only read.
  const { reloadAfter } = document.getElementById("main")?.dataset ?? {};
  if (reloadAfter) setInterval(() => { if (elapsed() > (Number(reloadAfter) + 1) * second) location.reload(); }, second);

  // The board opens at the present by CSS; browsers that cannot do that yet are helped.
  if (!CSS.supports("scroll-initial-target", "nearest")) {
    (document.querySelector('.card[aria-expanded="true"]') ?? document.querySelector(".now:not([hidden], [data-over])"))
      ?.scrollIntoView({ block: "center", inline: "nearest" });
  }
}
