/* The door: codes are read by the camera where the browser can, or typed; what is read while there is no connection is kept on this
   device, shown as not checked, and sent when there is one again, with the moment at which it was read. */
{
  const AGAIN = 5000, SAME_CODE = 4000, LOOK = 200, MOST_KEPT = 500;
  const forms = document.querySelectorAll("[data-door]"), main = document.getElementById("door");
  const store = `door ${document.querySelector("[data-person]")?.dataset.person}`;
  const list = document.querySelector("[data-kept]"), verdict = document.querySelector("[data-verdict]");
  let sound = null, sending = false;

  const kept = () => JSON.parse(localStorage.getItem(store) ?? "[]");
  const keep = (scans) => localStorage.setItem(store, JSON.stringify(scans.slice(-MOST_KEPT)));
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  function say(kind, words) {
    for (const each of verdict.children) each.hidden = each.dataset.of !== kind;
    verdict.querySelector(`[data-of="${kind}"] p`).textContent = words;
    if (!sound) return;
    const tone = sound.createOscillator();
    tone.frequency.value = kind === "good" ? 880 : kind === "kept" ? 440 : 180;
    tone.connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + (kind === "bad" ? 0.6 : 0.12));
  }

  function line(kind, words) {
    const each = document.createElement("li");
    each.dataset.tone = kind;
    each.textContent = words;
    list.append(each);
    list.hidden = false;
  }

  // The answer; null while nobody gives one: there is no connection, or one is signed out.
  async function send({ address, fields }) {
    const body = new URLSearchParams({ ...fields, csrf_token: main.elements.csrf_token.value });
    try {
      const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      return response.headers.get("Content-Type")?.startsWith("application/json") && response.status !== 429 ? await response.json() : null;
    } catch {
      return null;
    }
  }

  async function scanned(form, code) {
    const fields = { code, key: newKey(), event: form.elements.event?.value ?? "" };
    const scan = { address: form.action, fields }, read = new Date();
    const answer = kept().length ? null : await send(scan); // in the order in which they came
    if (answer) return say(answer.admitted ? "good" : "bad", answer.message);
    fields.at = read.toISOString();
    keep([...kept(), scan]);
    say("kept", `${code} is kept on this device and not checked yet: nobody answered. It is sent as soon as somebody does; if you were signed out, sign in again.`);
  }

  async function sendKept() {
    if (sending) return;
    sending = true;
    for (let scans = kept(); scans.length; scans = kept()) {
      const answer = await send(scans[0]);
      if (!answer) break;
      line(answer.admitted ? "good" : "bad", `${scans[0].fields.code}: ${answer.message}`);
      keep(kept().slice(1));
      if (!kept().length) say(answer.admitted ? "good" : "bad", "All that was kept has been sent; what came of it stands below.");
    }
    sending = false;
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sound ??= new AudioContext();
      const code = (event.submitter?.value || form.elements.code?.value || "").trim();
      if (!code) return form.elements.code?.focus();
      if (form === main) form.elements.code.value = "";
      scanned(form, code);
    });
  }
  if (main) {
    setInterval(sendKept, AGAIN);
    addEventListener("online", sendKept);
    sendKept();
  }

  // Where the browser reads codes itself; elsewhere a scanner that types does.
  const button = document.querySelector("[data-camera]"), view = document.querySelector(".scanner-view");
  if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
    button.hidden = false;
    let stream = null, last = { code: "", at: 0 };
    const look = async (detector) => {
      const [found] = await detector.detect(view).catch(() => []);
      const now = performance.now();
      if (found && (found.rawValue !== last.code || now - last.at > SAME_CODE)) scanned(main, found.rawValue);
      if (found) last = { code: found.rawValue, at: now };
      if (stream) setTimeout(look, LOOK, detector);
    };
    button.addEventListener("click", async () => {
      sound ??= new AudioContext();
      if (stream) {
        for (const track of stream.getTracks()) track.stop();
        stream = view.srcObject = null;
      } else {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
        if (!stream) return say("bad", "The camera is not to be had: the browser does not allow it, or there is none. Type the code.");
        view.srcObject = stream;
        await view.play();
        look(new BarcodeDetector({ formats: ["qr_code"] }));
      }
      view.hidden = !stream;
      button.lastElementChild.textContent = stream ? "Stop the camera" : "Use the camera";
    });
  }
}
