import { createRoot } from 'react-dom/client';
import { id } from '../page';
import { BookingDetailsScreen } from './BookingDetailsScreen';
import { BookingsPage } from './BookingsPage';
import { SocketProvider } from './SocketContext';

const booking = { id };

createRoot(document.getElementById('root')).render(
  <SocketProvider>
    {location.hash === '#vendor' ? <BookingsPage selectedBooking={booking} /> : <BookingDetailsScreen booking={booking} />}
  </SocketProvider>,
);
