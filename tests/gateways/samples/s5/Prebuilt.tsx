import { useWebSocketHook } from "@/hooks/useWebSocket";

const MyComponent = () => {
  const {
    isConnected,
    sendTyping,
    updateStatus,
    sendBookingUpdate
  } = useWebSocketHook();

  // Send typing indicator
  const handleTyping = () => {
    sendTyping({ userId: "123", isTyping: true });
  };

  // Update user status
  const handleStatusUpdate = () => {
    updateStatus({ status: "available" });
  };

  // Send booking update
  const handleBookingUpdate = () => {
    sendBookingUpdate({
      bookingId: "456",
      status: "confirmed"
    });
  };

  return (
    <p>
      <button onClick={handleTyping}>Type</button>
      <button onClick={handleStatusUpdate}>Be available</button>
      <button onClick={handleBookingUpdate}>Confirm</button>
    </p>
  );
};

export { MyComponent };
