// As the document describes it: it connects for whoever is signed in, and lends the service to the app.
import { createContext, useContext, useEffect, useState } from 'react';
import { token } from '../page';
import { socketService } from './socketService';

const SocketContext = createContext(null);

export const useSocket = () => useContext(SocketContext);

export function SocketProvider({ children }) {
  const [socket, setSocket] = useState(null);
  const [isConnected, setIsConnected] = useState(false);

  useEffect(() => {
    const opened = socketService.connect(token);
    opened.on('connect', () => setIsConnected(true));
    opened.on('disconnect', () => setIsConnected(false));
    opened.on('notification', (data) => console.log('Notification:', data));
    setSocket(opened);
    return () => socketService.disconnect();
  }, []);

  return socket && <SocketContext.Provider value={{ ...socketService, isConnected }}>{children}</SocketContext.Provider>;
}
