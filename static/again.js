// A page that could not be shown asks for itself again, gently, and loads when there is an answer.
(() => {
  const PAUSE = 4000;
  const later = () => setTimeout(ask, PAUSE * (1 + Math.random() / 2)); // not everybody in the same moment
  async function ask() {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer && answer.status !== 503) location.reload();
    else later();
  }
  later();
})();
