/* Tells the server what one has open, for colleagues to see: a booking, a form for a free place, something half typed; and that one
   types to the other side of a booking. All of it is bound to the page's socket. Only pages say something that the server asks to. */
if (document.getElementById("wire")?.matches("[data-tells]")) {
  const LOOKS = 1000, TYPES_AGAIN = 3000;
  let said = "", heard = null; // what was said last, and on which socket
  let typing = 0; // when one last said so; 0 when one does not type

  function look() {
    const { open = "" } = document.getElementById("panel")?.dataset ?? {};
    const editing = [...document.querySelectorAll('main form[method="post"], #panel form')].some((form) => form.id !== "write" && isHalfTyped(form));
    const state = { open, editing, until: document.getElementById("book-end")?.value ?? "" };
    const words = JSON.stringify(state), nothing = !open && !editing;
    if (liveSocket() !== heard) [said, heard] = ["", liveSocket()]; // a new one knows nothing yet
    if (!heard || (said ? words === said : nothing)) return;
    heard.send((said = words));
  }

  function types(now) {
    if (now ? Date.now() - typing < TYPES_AGAIN : !typing) return;
    liveSocket()?.send(JSON.stringify({ typing: now }));
    typing = now ? Date.now() : 0;
  }
  document.addEventListener("input", ({ target }) => { if (target.id === "message") types(target.value.trim() !== ""); });
  document.addEventListener("focusout", ({ target }) => { if (target.id === "message") types(false); });
  document.addEventListener("submit", ({ target }) => { if (target.id === "write") types(false); });

  document.addEventListener("htmx:after:swap", look);
  setInterval(look, LOOKS);
}
