/* Two short tones every few seconds while requests wait that the reader wants to hear of (data-sounding on the bell), in one tab of theirs.
   Browsers let a page sound only after somebody has pressed something on it. */
{
  const EVERY = 8, TONES = [660, 880], LASTS = 0.16, LOUD = 0.12; // seconds, hertz
  let audio = null;

  function enable() {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  }

  function sound() {
    TONES.forEach((pitch, n) => {
      const tone = audio.createOscillator(), volume = audio.createGain(), start = audio.currentTime + n * LASTS * 1.25;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(LOUD, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + LASTS);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + LASTS);
    });
    document.dispatchEvent(new Event("ringside:sound"));
  }

  const waits = () => document.getElementById("bell")?.dataset.sounding && audio?.state === "running";

  // One tab at a time holds the lock, and keeps it until it is to sound again.
  const take = (lock) => lock && waits() ? (sound(), new Promise((free) => setTimeout(free, (EVERY - 1) * 1000))) : null;
  const ask = () => waits() && (navigator.locks ? navigator.locks.request("ringside-sound", { ifAvailable: true }, take) : sound());

  if (document.getElementById("bell")) {
    for (const press of ["pointerdown", "keydown"]) document.addEventListener(press, enable, { capture: true });
    document.addEventListener("change", ({ target }) => { if (target.value === "request.sound" && target.checked) { enable(); sound(); } });
    setInterval(ask, EVERY * 1000);
  }
}
