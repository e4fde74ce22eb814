// Any number of clients with the packages that other people's programs use. Commanded in lines of JSON; prints in
// lines of JSON what each of them receives: [client, kind, ...]. The Socket.IO client's package is named by the command.
import { createInterface } from "node:readline";
import WebSocket from "ws";

const { io } = await import(process.argv[2]);

const clients = new Map();
const say = (...what) => console.log(JSON.stringify(what));

const doing = {
  socketio({ client, url, options }) {
    const socket = io(url, { forceNew: true, reconnectionDelay: 100, reconnectionDelayMax: 300, ...options });
    clients.set(client, socket);
    socket.on("connect", () => say(client, "connect", socket.id, socket.io.engine.transport.name));
    socket.on("connect_error", (error) => say(client, "connect_error", error.message));
    socket.on("disconnect", (why) => say(client, "disconnect", why));
    socket.onAny((name, body) => say(client, "event", name, body));
    socket.io.engine?.once("upgrade", (transport) => say(client, "upgrade", transport.name));
  },
  emit({ client, name, words, number }) {
    clients.get(client).emit(name, ...words, (answer) => say(client, "answer", number, answer));
  },
  options({ client, auth }) {
    clients.get(client).auth = auth;
  },
  cut({ client }) {
    clients.get(client).io.engine.close();
  },
  again({ client }) {
    clients.get(client).connect();
  },
  ws({ client, url, options }) {
    const socket = new WebSocket(url, options);
    clients.set(client, socket);
    socket.on("open", () => say(client, "connect"));
    socket.on("message", (data, binary) => say(client, "event", binary ? "binary" : "text", String(data)));
    socket.on("close", (code, reason) => say(client, "close", code, String(reason)));
    socket.on("error", (error) => say(client, "error", error.message));
  },
  send({ client, text }) {
    clients.get(client).send(text);
  },
  close({ client }) {
    clients.get(client).close();
  },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { what, ...how } = JSON.parse(line);
  doing[what](how);
});
