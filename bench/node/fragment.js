// The fragment that all servers of the bench send: 300 bytes, marked with the time and a number (see fan.c).
let number = 0;

module.exports = function fragment() {
  const head = `<td id='seat-12-34' hx-swap-oob='true' class='seat taken' data-m='t=${process.hrtime.bigint()} n=${++number}'>`;
  return head.padEnd(295, 'x') + '</td>';
};
