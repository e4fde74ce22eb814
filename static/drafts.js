/* What was typed in a form that could not be sent, because the log-in had ended: it is kept in this tab over the sign-in,
   for the same person and the same form alone. Nothing is sent by itself. Passwords are never kept.
   And while one types, the foot of a form says how much of it is not saved. */
{
  const PLACE = "drafts";
  const KEPT = "You are signed in again. What you had typed is back in its form; nothing has been sent yet.";
  const me = () => document.querySelector("details.me")?.dataset.person;
  const fields = (form) => [...form.elements].filter((field) => field.name && field.matches(":is(input, select, textarea):not([type=hidden], [type=password])"));
  const isTyped = (field) => field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");

  function countUnsaved(form) {
    const place = form?.querySelector(".save-bar > .unsaved");
    if (!place) return;
    const count = fields(form).filter(isTyped).length;
    place.hidden = !count;
    place.textContent = `${count} ${count === 1 ? "change" : "changes"}, not saved`;
  }
  document.addEventListener("input", ({ target }) => countUnsaved(target.form));

  globalThis.isHalfTyped = (form) => fields(form).some(isTyped);

  globalThis.keepWhatIsTyped = () => {
    const drafts = [...document.querySelectorAll('form[method="post"]')]
      .filter((form) => fields(form).some(isTyped))
      .map((form) => ({
        action: form.getAttribute("action"),
        values: fields(form).map((field) => [field.name, field.value, isChoice(field) ? field.checked : null]),
      }));
    if (drafts.length) sessionStorage.setItem(PLACE, JSON.stringify({ me: me(), at: location.pathname, drafts }));
  };

  // A refusal that leads elsewhere: to the sign-in, or to this page anew when the form is from before one.
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (ctx.response.headers.get("HX-Redirect")) keepWhatIsTyped();
  });

  const found = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  if (found && me() && (found.me !== me() || found.at === location.pathname)) {
    sessionStorage.removeItem(PLACE);
    let filled = 0;
    for (const { action, values } of found.me === me() ? found.drafts : []) {
      const form = [...document.forms].find((each) => each.getAttribute("action") === action);
      for (const [name, value, checked] of form ? values : []) {
        for (const field of fields(form).filter((each) => each.name === name)) {
          if (checked === null) field.value = value;
          else if (field.value === value) field.checked = checked;
        }
        filled += 1;
      }
      countUnsaved(form);
    }
    if (filled) document.getElementById("toast")?.replaceChildren(KEPT);
  }
}
