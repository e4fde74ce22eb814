// Node socket.io as its documentation has a room: a `change` goes to everybody in it.
const http = require('http');
const { Server } = require('socket.io');
const fragment = require('./fragment.js');

const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });

io.on('connection', (socket) => {
  socket.join('map');
  socket.on('change', () => io.to('map').emit('fragment', fragment()));
});
server.listen(Number(process.argv[2]), '127.0.0.1', 4096);
