// The hook that the document's components import and the document does not show.
import { useWebSocketContext } from "../websocket_context";

export function useWebSocketHook() {
  const { isConnected, emit } = useWebSocketContext();
  return {
    isConnected,
    emit,
    sendTyping: (data) => emit("typing", data),
    updateStatus: (data) => emit("updateStatus", data),
    sendBookingUpdate: (data) => emit("bookingUpdate", data),
  };
}
