/* A button with data-copy copies the field or the whole address of the link beside it, to be handed on, and says so. Where the browser
   gives no clipboard (plain http) and no other way, what is to be copied is selected, a link's in a field of its own. */
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]"), beside = button?.parentElement;
  const from = beside?.querySelector("input") ?? beside?.querySelector("a");
  if (!from) return;
  const text = from.value ?? from.href;
  from.select?.();
  let copied = await navigator.clipboard?.writeText(text).then(() => true, () => false), field = from;
  if (!copied) {
    if (!from.select) {
      field = Object.assign(document.createElement("input"), { className: "input", value: text, readOnly: true, ariaLabel: "Address" });
      button.before(field);
    }
    field.select();
    copied = document.execCommand("copy");
    if (copied && field !== from) field.remove();
  }
  (copied ? button : field).focus();
  const toast = document.getElementById("toast");
  toast?.replaceChildren();
  requestAnimationFrame(() => toast?.replaceChildren(copied ? "Copied" : "It is selected: press Ctrl and C, or ⌘ and C."));
});
