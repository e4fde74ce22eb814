const io = require('socket.io-client');

// Get token from login first
const token = 'your-jwt-token';

const socket = io('http://localhost:3004', {
  auth: { token }
});

socket.on('connect', () => {
  console.log('✅ Connected to WebSocket');
});

socket.on('connected', (data) => {
  console.log('✅ Server confirmation:', data);
});

socket.on('booking:created', (message) => {
  console.log('📚 New booking:', message.data);
});

socket.on('booking:confirmed', (message) => {
  console.log('✅ Booking confirmed:', message.data);
});

socket.on('booking:cancelled', (message) => {
  console.log('❌ Booking cancelled:', message.data);
});

socket.on('disconnect', () => {
  console.log('❌ Disconnected');
});

// Keep connection alive
process.on('SIGINT', () => {
  socket.disconnect();
  process.exit();
});
