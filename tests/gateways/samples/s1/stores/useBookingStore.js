// The store that the document's page imports and the document does not show.
import { token } from '../../page';

async function fetchBookingsForDay(clubId, date) {
  const answer = await fetch(`http://localhost:3000/api/admin/bookings?clubId=${clubId}&date=${date}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  console.log('Bookings:', await answer.text());
}

export const useBookingStore = () => ({ fetchBookingsForDay });
