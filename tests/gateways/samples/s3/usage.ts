import { socketService } from './socketService';

const jwtToken = 'your-jwt-token';

// Connect with authentication
socketService.connect(jwtToken);

// Join a booking room
socketService.joinBookingRoom('booking-123');

// Subscribe to booking updates
const unsubscribe = socketService.subscribeToBookingUpdates(
  'booking-123',
  (data) => {
    console.log('Booking updated:', data);
    // Update UI accordingly
  }
);

// A line that is typed is the person who leaves.
process.stdin.once('data', () => {
  // Clean up subscription when done
  unsubscribe();

  // Leave when no longer needed
  socketService.leaveBookingRoom('booking-123');

  // Disconnect when logging out
  socketService.disconnect();
});
