// Node ws as its documentation has a broadcast: every message is a change, which goes to everybody.
const { WebSocketServer, WebSocket } = require('ws');
const fragment = require('./fragment.js');

const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', path: '/ws', backlog: 4096 });

server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', () => {
    const text = fragment();
    for (const client of server.clients) if (client.readyState === WebSocket.OPEN) client.send(text);
  });
});
