import { io } from 'socket.io-client';

const token = 'your-jwt-token-here';

// Check token expiration before connecting
const payload = JSON.parse(atob(token.split('.')[1]));
if (payload.exp * 1000 < Date.now()) {
  // Token expired, refresh it first
  console.log('Token expired, refresh needed');
}

const socket = io('http://localhost:3004', {
  auth: { token },
  reconnection: true,
  reconnectionDelay: 1000,
  reconnectionAttempts: 5
});

socket.on('reconnect', (attemptNumber) => {
  console.log(`Reconnected after ${attemptNumber} attempts`);
});

socket.emit('subscribe', { rooms: ['admin'] });

// Subscribe to multiple rooms
socket.emit('subscribe', {
  rooms: ['admin', 'analytics', 'notifications']
});

// Unsubscribe from rooms
socket.emit('unsubscribe', {
  rooms: ['analytics']
});

socket.onAny((event, message) => console.log(event, message));
