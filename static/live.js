/* Keeps an open page honest: follows by socket or by asking, and says how current it is. The server draws everything;
   this only brings what it sent to its place. Arrow keys are in grid.js, the hold clock in hold.js. */
{
  const second = 1000;
  const BLIP = 2 * second, PATIENCE = 8 * second; // without a socket: unsaid at first, then catching up, then asking
  const EVERY = 15 * second;
  const SILENCE = 45 * second; // three heartbeats missed: the page is not current, whatever the socket says
  const FAILED = "That did not go through. Try again: nothing is booked twice.";

  const wire = document.getElementById("wire");
  const say = (words, where = "say") => document.getElementById(where)?.replaceChildren(words);
  const on = (name, act) => document.addEventListener(`htmx:${name}`, (event) => act(event.detail));

  // ── Following. What the page has seen stands in its .seen elements; whoever asks for more asks from there.
  let socket = null, heard = Date.now(), lost = Date.now(), asked = 0, answered = null, shown = "live";
  const follow = () =>
    [...document.querySelectorAll(".seen")].map((seen) => `follow=${encodeURIComponent(seen.value)}`).join("&");
  const silent = () => Date.now() - heard > SILENCE;

  // A getter, because htmx reads the address at every opening and does not announce them all (a tab that returns).
  const url = { configurable: true, get: () => `${location.origin.replace("http", "ws")}/live?${follow()}` };
  on("ws:before:connection", ({ connection }) => Object.defineProperty(connection, "url", url));
  on("ws:after:connection", ({ connection }) => {
    [socket, heard, answered] = [connection.socket, Date.now(), null];
    tick();
  });
  on("ws:before:message:incoming", () => { heard = Date.now(); });
  on("ws:close", ({ code }) => {
    if (socket) lost = Date.now();
    socket = null;
    if (code === 1008) loadAgain(); // refused for good: signed out, or not allowed here any more
  });
  document.addEventListener("visibilitychange", () => {
    // A hidden tab has let its socket go. After a short absence that is a blip, after a long one it is said at once.
    if (!document.hidden && !socket) lost = Date.now() - (silent() ? BLIP : 0);
  });

  async function ask() {
    asked = Date.now();
    const answer = await fetch(`/live/poll?${follow()}`, { signal: AbortSignal.timeout(EVERY) }).catch(() => null);
    const text = answer?.status === 200 ? await answer.text().catch(() => "") : "";
    if (socket) return; // it came back meanwhile and knows better
    if (answer?.redirected || answer?.status === 401) return loadAgain();
    answered = Boolean(answer?.ok);
    if (text) await htmx.swap({ sourceElement: wire, target: wire, swap: "none", text });
  }

  function loadAgain() { // once a minute at most: a page that may not be followed would reload for ever
    if (Date.now() - Number(sessionStorage.getItem("loaded-again")) < 60 * second) return;
    sessionStorage.setItem("loaded-again", Date.now());
    location.reload();
  }

  // ── Saying how current the page is.
  function state(now) {
    if (socket) return silent() ? "stale" : "live";
    if (now - lost < BLIP) return shown;
    if (now - lost < PATIENCE || answered === null) return "catching";
    return answered ? "polling" : "offline";
  }

  function tick() {
    const now = Date.now(), next = state(now), badge = document.getElementById("live");
    if (!socket && !document.hidden && now - lost > PATIENCE && now - asked > EVERY) ask();
    if (next === "stale") socket.close(); // half open: it comes back only when it is closed from here
    document.documentElement.dataset.live = next;
    if (next === shown || !badge) return;
    badge.dataset.state = next;
    if (next === "stale" || next === "offline" || (next === "live" && shown !== "catching")) say(badge.innerText);
    shown = next;
  }

  // ── Commands. While no socket brings a change, the answer to the act that made it must.
  on("config:request", ({ ctx }) => {
    if (wire && (!socket || silent())) ctx.request.headers["Ringside-Follow"] = follow();
  });
  on("before:request", () => say("", "alert"));
  on("response:error", ({ ctx }) => { if (ctx.response.status >= 500) say(FAILED, "alert"); });
  on("error", ({ ctx }) => { if (ctx) say(FAILED, "alert"); });

  if (wire) setInterval(tick, second);

  // The board opens at the present by CSS; browsers that cannot do that yet are helped.
  if (!CSS.supports("scroll-initial-target", "nearest")) {
    (document.querySelector('.card[aria-expanded="true"]') ?? document.querySelector(".now:not([hidden], [data-over])"))
      ?.scrollIntoView({ block: "center", inline: "nearest" });
  }
}
