// The document gives the service's functions by their names; this is the least that does what it says of them.
import { io } from 'socket.io-client';

let socket;

export const socketService = {
  // Connect to socket server with JWT authentication
  connect(token: string) {
    socket = io('http://localhost:3000', { auth: { token } });
    return socket;
  },

  disconnect() {
    socket.disconnect();
  },

  // Join/leave booking-specific room
  joinBookingRoom(bookingId: string) {
    socket.emit('joinBookingRoom', bookingId, ({ ok }) => console.log('Joined:', ok));
  },

  leaveBookingRoom(bookingId: string) {
    socket.emit('leaveBookingRoom', bookingId);
  },

  // Subscribe/unsubscribe to events
  subscribeToBookingUpdates(bookingId: string, callback: Function) {
    const ofThis = (data) => data.bookingId === bookingId && callback(data);
    socket.on('booking-status-update', ofThis);
    return () => socket.off('booking-status-update', ofThis);
  },
};
