import { io } from 'socket.io-client';

// Get JWT token from login
const token = 'your-jwt-token-here';

// Connect to WebSocket
const socket = io('http://localhost:3004', {
  auth: {
    token: token
  }
});

// Connection events
socket.on('connect', () => {
  console.log('Connected to booking service');
});

socket.on('connected', (data) => {
  console.log('Server confirmation:', data);
});

socket.on('disconnect', () => {
  console.log('Disconnected from booking service');
});

// Booking events
socket.on('booking:created', (message) => {
  console.log('New booking created:', message);
  // Update UI, show notification, etc.
});

socket.on('booking:confirmed', (message) => {
  console.log('Booking confirmed:', message);
  // Update booking status in UI
});

socket.on('booking:cancelled', (message) => {
  console.log('Booking cancelled:', message);
  // Update UI to show cancellation
});

socket.on('booking:updated', (message) => {
  console.log('Booking updated:', message);
});

socket.on('flight:status-changed', (message) => {
  console.log('Flight status changed:', message);
  // Alert user if their flight is delayed/cancelled
});

socket.on('payment:completed', (message) => {
  console.log('Payment completed:', message);
  // Show success message
});
