// As the document describes it: connected for whoever is signed in, by the token in the secure cookie, and registered by itself.
import { createContext, useContext, useEffect, useRef, useState } from "react";
import { io } from "socket.io-client";

const WebSocketContext = createContext(null);

export const useWebSocketContext = () => useContext(WebSocketContext);

const INCOMING = ["newNotification", "userOnline", "userOffline", "statusUpdated", "userTyping", "bookingUpdated"];

export function WebSocketProvider({ children }) {
  const socketRef = useRef(null);
  const [isConnected, setIsConnected] = useState(false);
  const [toasts, setToasts] = useState([]);
  const show = (event, data) => setToasts((shown) => [...shown, `${event} ${JSON.stringify(data)}`]);

  useEffect(() => {
    socketRef.current = io({ reconnectionAttempts: 5 });
    socketRef.current.on("connect", () => {
      setIsConnected(true);
      socketRef.current.emit("register");
    });
    socketRef.current.on("disconnect", () => setIsConnected(false));
    socketRef.current.on("connect_error", (error) => show("error", error.message));
    for (const event of INCOMING) socketRef.current.on(event, (data) => show(event, data));
    // In websocket_context.tsx
    socketRef.current.on("customEvent", (data) => {
      console.log("Custom event received:", data);
      // Handle the event
    });
    return () => socketRef.current.disconnect();
  }, []);

  const emit = (event, data) => socketRef.current.emit(event, data);
  return (
    <WebSocketContext.Provider value={{ isConnected, emit }}>
      {children}
      <ul>{toasts.map((toast, index) => <li key={index}>{toast}</li>)}</ul>
    </WebSocketContext.Provider>
  );
}
