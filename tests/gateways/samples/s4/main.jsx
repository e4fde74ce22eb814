import { createRoot } from 'react-dom/client';
import { id, token } from '../page';
import { useEventWebSocket } from './useEventWebSocket';

function Seats() {
  const { isConnected, seatData, lastUpdate } = useEventWebSocket(id, token);
  return (
    <p>
      {isConnected ? 'Connected' : 'Disconnected'}: {seatData?.availableSeats} of {seatData?.seatCapacity}, {lastUpdate?.toISOString()}
    </p>
  );
}

createRoot(document.getElementById('root')).render(<Seats />);
