// Follow what becomes of one's own bookings over Socket.IO, and miss nothing when the line breaks.
//
//     npm install socket.io-client
//     node notifications.cjs http://127.0.0.1:5000 test@example.com 'Test123!'
const { io } = require("socket.io-client");

const [base, email, password] = process.argv.slice(2);
const known = {}; // by topic, the version of the last message

const RENEW_MS = 10 * 60 * 1000; // a token is good for fifteen minutes
let refreshToken = null;

async function ask(what, body) {
  const answer = await fetch(`${base}/api/v1/auth/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.ok ? (await answer.json()).data : null;
}

// A fresh access token: renewed while the log-in lasts, else by signing in.
async function freshToken() {
  const pair = (refreshToken && (await ask("refresh", { refreshToken }))) || (await ask("login", { email, password }));
  if (!pair) throw new Error("signing in failed");
  refreshToken = pair.refreshToken;
  return pair.accessToken;
}

// Asked at every connection: tokens are short-lived, and what was missed is sent from `offset` on.
const socket = io(base, { auth: (send) => freshToken().then((token) => send({ token, offset: known }), fail) });

// The connection ends with its token, unless it is given a fresh one in time.
setInterval(async () => {
  if (socket.connected) socket.emit("authenticate", { token: await freshToken() }, ({ ok, error }) => ok || console.error(error));
}, RENEW_MS).unref();

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

socket.on("connected", ({ userId, rooms }) => console.log(`connected as ${userId}, in ${rooms.join(", ")}`));
socket.on("connect_error", (error) => console.error(`not connected: ${error.message}`));
socket.on("disconnect", (why) => console.log(`disconnected: ${why}`));

// A message may be sent on several topics, and several messages on one version: keep the highest of each topic.
socket.onAny((name, message) => {
  if (message?.topic) known[message.topic] = Math.max(message.version, known[message.topic] ?? 0);
});

for (const name of ["booking:created", "booking:confirmed", "booking:updated", "booking:cancelled"]) {
  socket.on(name, ({ data }) => console.log(`${name} ${data.bookingId} ${data.status}`));
}
socket.on("payment:completed", ({ data }) => console.log(`paid ${data.amount} ${data.currency}`));
socket.on("flight:status-changed", ({ data }) => console.log(`${data.flightNumber} is ${data.newStatus}`));
socket.on("resync", ({ room }) => console.log(`away too long: read the bookings of ${room} again`));
