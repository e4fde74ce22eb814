import { createRoot } from "react-dom/client";
import { MyComponent as Basic } from "./Basic";
import { useWebSocketHook } from "./hooks/useWebSocket";
import { MyComponent as Prebuilt } from "./Prebuilt";
import { WebSocketProvider } from "./websocket_context";

function Room() {
  const { emit } = useWebSocketHook();
  return <button onClick={() => emit("joinBookingRoom", "456")}>Join</button>;
}

createRoot(document.getElementById("root")).render(
  <WebSocketProvider>
    <Basic />
    <Prebuilt />
    <Room />
  </WebSocketProvider>,
);
