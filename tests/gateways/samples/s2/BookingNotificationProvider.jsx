// BookingNotificationProvider.jsx
import React, { createContext, useContext, useEffect, useState } from 'react';
import { io } from 'socket.io-client';
import { useAuth } from './AuthContext';

const BookingNotificationContext = createContext();

export function BookingNotificationProvider({ children }) {
  const { token } = useAuth();
  const [socket, setSocket] = useState(null);
  const [notifications, setNotifications] = useState([]);
  const [isConnected, setIsConnected] = useState(false);

  useEffect(() => {
    if (!token) return;

    const newSocket = io('http://localhost:3004', {
      auth: { token }
    });

    newSocket.on('connect', () => {
      setIsConnected(true);
    });

    newSocket.on('disconnect', () => {
      setIsConnected(false);
    });

    // Handle all booking events
    const eventHandlers = [
      'booking:created',
      'booking:confirmed',
      'booking:cancelled',
      'booking:updated',
      'flight:status-changed',
      'payment:completed'
    ];

    eventHandlers.forEach(event => {
      newSocket.on(event, (message) => {
        setNotifications(prev => [...prev, {
          id: Date.now(),
          event,
          ...message,
          read: false
        }]);

        // Show toast notification
        showToast(event, message);
      });
    });

    setSocket(newSocket);

    return () => {
      newSocket.disconnect();
    };
  }, [token]);

  const markAsRead = (notificationId) => {
    setNotifications(prev =>
      prev.map(n => n.id === notificationId ? { ...n, read: true } : n)
    );
  };

  const clearAll = () => {
    setNotifications([]);
  };

  return (
    <BookingNotificationContext.Provider
      value={{
        notifications,
        isConnected,
        markAsRead,
        clearAll,
        unreadCount: notifications.filter(n => !n.read).length
      }}
    >
      {children}
    </BookingNotificationContext.Provider>
  );
}

export const useBookingNotifications = () => useContext(BookingNotificationContext);

function showToast(event, message) {
  // Implement your toast notification logic
  console.log(`[${event}]`, message);
}
