/* A button with data-copy copies the field beside it, such as a link to be handed on, and says so. Where the browser gives no
   clipboard (plain http) and no other way, what is to be copied is selected. */
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]"), from = button?.parentElement.querySelector("input");
  if (!from) return;
  from.select();
  const written = await navigator.clipboard?.writeText(from.value).then(() => true, () => false);
  const copied = written || document.execCommand("copy");
  (copied ? button : from).focus();
  const toast = document.getElementById("toast");
  toast?.replaceChildren();
  requestAnimationFrame(() => toast?.replaceChildren(copied ? "Copied" : "It is selected: press Ctrl and C, or ⌘ and C."));
});
