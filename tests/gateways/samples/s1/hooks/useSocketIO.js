// The hook that the document's page imports and the document does not show.
import { useEffect, useRef, useState } from 'react';
import { io } from 'socket.io-client';
import { token } from '../../page';

export function useSocketIO(handlers) {
  const [isConnected, setIsConnected] = useState(false);
  const latest = useRef(handlers);
  latest.current = handlers;

  useEffect(() => {
    const socket = io('http://localhost:3000', { auth: { token } });
    socket.on('connect', () => setIsConnected(true));
    socket.on('disconnect', () => setIsConnected(false));
    socket.on('booking:created', (data) => latest.current.onBookingCreated(data));
    socket.on('booking:updated', (data) => latest.current.onBookingUpdated(data));
    socket.on('booking:deleted', (data) => latest.current.onBookingDeleted(data));
    return () => socket.disconnect();
  }, []);

  return { isConnected };
}
