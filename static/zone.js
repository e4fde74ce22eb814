/* A time zone that has to be chosen begins as the browser's own, where there is such a choice. */
for (const choice of document.querySelectorAll('select[name="zone"]')) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!choice.value && [...choice.options].some((each) => each.value === own)) choice.value = own;
}
