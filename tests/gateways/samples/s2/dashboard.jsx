import { useEffect, useState } from 'react';
import { io } from 'socket.io-client';

function useBookingNotifications(token) {
  const [notifications, setNotifications] = useState([]);
  const [isConnected, setIsConnected] = useState(false);

  useEffect(() => {
    if (!token) return;

    const socket = io('http://localhost:3004', {
      auth: { token }
    });

    socket.on('connect', () => {
      setIsConnected(true);
      console.log('Connected to booking notifications');
    });

    socket.on('disconnect', () => {
      setIsConnected(false);
    });

    socket.on('booking:created', (message) => {
      setNotifications(prev => [...prev, {
        type: 'booking_created',
        ...message,
        id: Date.now()
      }]);
    });

    socket.on('booking:confirmed', (message) => {
      setNotifications(prev => [...prev, {
        type: 'booking_confirmed',
        ...message,
        id: Date.now()
      }]);
    });

    socket.on('booking:cancelled', (message) => {
      setNotifications(prev => [...prev, {
        type: 'booking_cancelled',
        ...message,
        id: Date.now()
      }]);
    });

    socket.on('flight:status-changed', (message) => {
      setNotifications(prev => [...prev, {
        type: 'flight_status_changed',
        ...message,
        id: Date.now()
      }]);
    });

    socket.on('payment:completed', (message) => {
      setNotifications(prev => [...prev, {
        type: 'payment_completed',
        ...message,
        id: Date.now()
      }]);
    });

    return () => {
      socket.disconnect();
    };
  }, [token]);

  return { notifications, isConnected };
}

// Usage in component
function BookingDashboard() {
  const token = localStorage.getItem('accessToken');
  const { notifications, isConnected } = useBookingNotifications(token);

  return (
    <div>
      <div>Status: {isConnected ? '🟢 Connected' : '🔴 Disconnected'}</div>

      <h2>Real-time Notifications</h2>
      {notifications.map(notif => (
        <div key={notif.id} className="notification">
          {notif.type}: {JSON.stringify(notif.data)}
        </div>
      ))}
    </div>
  );
}

export { BookingDashboard };
