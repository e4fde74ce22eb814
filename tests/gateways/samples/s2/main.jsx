import { createRoot } from 'react-dom/client';
import { BookingNotificationProvider, useBookingNotifications } from './BookingNotificationProvider';
import { BookingDashboard } from './dashboard';

function Bell() {
  const { notifications, isConnected, markAsRead, clearAll, unreadCount } = useBookingNotifications();
  return (
    <p id="bell">
      {isConnected ? 'Listening' : 'Away'}, {unreadCount} unread
      <button onClick={() => notifications.forEach(({ id }) => markAsRead(id))}>Read</button>
      <button onClick={clearAll}>Clear</button>
    </p>
  );
}

const answer = await fetch('http://localhost:3001/api/v1/auth/login', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ email: 'test@example.com', password: 'Test123!' }),
});
localStorage.setItem('accessToken', (await answer.json()).data.accessToken);

createRoot(document.getElementById('root')).render(
  <BookingNotificationProvider>
    <Bell />
    <BookingDashboard />
  </BookingNotificationProvider>,
);
