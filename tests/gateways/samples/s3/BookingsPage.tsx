// The vendor's page.
import { useEffect, useState } from 'react';
import { useSocket } from './SocketContext';

export function BookingsPage({ selectedBooking }) {
  const [status, setStatus] = useState('as it was');
  const { joinBookingRoom } = useSocket();
  useEffect(() => joinBookingRoom(selectedBooking.id), [selectedBooking]);

  // When viewing a booking
  const { subscribeToBookingUpdates } = useSocket();

  useEffect(() => {
    if (selectedBooking?.id) {
      const unsubscribe = subscribeToBookingUpdates(
        selectedBooking.id,
        (data) => {
          // Update booking status in UI
          setStatus(`${data.status}: ${data.message}`);
        }
      );
      return () => unsubscribe();
    }
  }, [selectedBooking]);

  return <p>{status}</p>;
}
