// The customer's screen.
import { useEffect, useState } from 'react';
import { useSocket } from './SocketContext';

export function BookingDetailsScreen({ booking }) {
  const [status, setStatus] = useState('as it was');
  const { joinBookingRoom } = useSocket();
  useEffect(() => joinBookingRoom(booking.id), [booking.id]);

  const { subscribeToBookingUpdates, isConnected } = useSocket();

  useEffect(() => {
    if (booking?.id && isConnected) {
      const unsubscribe = subscribeToBookingUpdates(booking.id, (data) => {
        // Update booking UI with new status
        setStatus(`${data.status}: ${data.message}`);
      });
      return () => unsubscribe();
    }
  }, [booking?.id, isConnected]);

  return <p>{isConnected ? status : 'not connected'}</p>;
}
