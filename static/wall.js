/* A departure board on a wall pages by itself: a screenful of rows at a time, and from the last back to the first. Between two turns
   no row moves. */
if (document.querySelector("main.wall")) {
  setInterval(() => {
    const board = document.querySelector(".hall-board");
    if (!board) return;
    const head = board.firstElementChild.offsetHeight, bottom = board.scrollTop + board.clientHeight;
    const next = [...board.children].find((row) => row.offsetTop + row.offsetHeight > bottom + 1);
    board.scrollTop = next ? next.offsetTop - head : 0;
  }, 12_000);
}
