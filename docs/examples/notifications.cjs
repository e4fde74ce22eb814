// Hear what becomes of one's own bookings over Socket.IO, and miss nothing when the line breaks.
//
//     npm install socket.io-client
//     node notifications.cjs http://127.0.0.1:5000 test@example.com 'Test123!'
const { io } = require("socket.io-client");

const [base, email, password] = process.argv.slice(2);
const seen = {}; // by topic, the version of the last message

async function logIn() {
  const answer = await fetch(`${base}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`signing in failed: ${answer.status}`);
  return (await answer.json()).data.accessToken;
}

// Asked at every connection: tokens are short-lived, and what was missed is told from `offset` on.
const socket = io(base, { auth: (send) => logIn().then((token) => send({ token, offset: seen }), fail) });

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

socket.on("connected", ({ userId, rooms }) => console.log(`connected as ${userId}, in ${rooms.join(", ")}`));
socket.on("connect_error", (error) => console.error(`not connected: ${error.message}`));
socket.on("disconnect", (why) => console.log(`disconnected: ${why}`));

// A message may be told on several topics, and several messages on one version: keep the highest of each topic.
socket.onAny((name, message) => {
  if (message?.topic) seen[message.topic] = Math.max(message.version, seen[message.topic] ?? 0);
});

for (const name of ["booking:created", "booking:confirmed", "booking:updated", "booking:cancelled"]) {
  socket.on(name, ({ data }) => console.log(`${name} ${data.bookingId} ${data.status}`));
}
socket.on("payment:completed", ({ data }) => console.log(`paid ${data.amount} ${data.currency}`));
socket.on("flight:status-changed", ({ data }) => console.log(`${data.flightNumber} is ${data.newStatus}`));
socket.on("resync", ({ room }) => console.log(`away too long: read the bookings of ${room} again`));
