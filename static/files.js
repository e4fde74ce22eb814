/* A file that is larger than its field takes is refused where it is chosen, before it is sent; the server refuses it too. */
document.addEventListener("change", ({ target: field }) => {
  if (!field.matches("input[type=file][data-largest]")) return;
  const { size = 0 } = field.files[0] ?? {}, largest = Number(field.dataset.largest);
  const kilobytes = (bytes) => `${Math.ceil(bytes / 1024).toLocaleString("en")} KB`;
  field.setCustomValidity(size > largest ? `This file has ${kilobytes(size)}; at most ${kilobytes(largest)} are taken. Choose a smaller one.` : "");
  field.reportValidity();
});
