/* What one just did can be undone for some seconds: the key z presses the button that says so, and it goes when they have passed. It takes
   no focus; whoever stands on it then goes on in the page. The server knows the time better and says so to whoever comes late. */
{
  const SECONDS = 10;
  const place = document.getElementById("undo");
  let left = null;

  function end() {
    const stood = place.contains(document.activeElement);
    place.replaceChildren();
    if (stood) document.querySelector("#panel h2[tabindex], #main a[href], #main button")?.focus({ preventScroll: true });
  }
  function begin() {
    clearTimeout(left);
    if (place.childElementCount) left = setTimeout(end, SECONDS * 1000);
  }

  if (place) {
    new MutationObserver(begin).observe(place, { childList: true });
    begin();
    place.addEventListener("submit", (event) => { // once: the second press would only be told that it is undone
      if (event.target.hasAttribute("data-sent")) { event.preventDefault(); event.stopPropagation(); }
      event.target.setAttribute("data-sent", "");
    }, true);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "z" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!event.target.closest("input, select, textarea, [contenteditable], [popover]")) place.querySelector("button")?.click();
    });
  }
}
