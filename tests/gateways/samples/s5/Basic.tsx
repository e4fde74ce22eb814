import { useWebSocketHook } from "@/hooks/useWebSocket";

const MyComponent = () => {
  const { isConnected, emit } = useWebSocketHook();

  const sendMessage = () => {
    emit("customEvent", { message: "Hello server!" });
  };

  return (
    <div>
      <p>WebSocket Status: {isConnected ? "Connected" : "Disconnected"}</p>
      <button onClick={sendMessage} disabled={!isConnected}>
        Send Message
      </button>
    </div>
  );
};

export { MyComponent };
