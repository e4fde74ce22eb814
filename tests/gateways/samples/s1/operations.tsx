import { useState } from 'react';
// src/app/(pages)/admin/clubs/[id]/operations/page.tsx

'use client';

import { useSocketIO } from '@/hooks/useSocketIO';
import { useBookingStore } from '@/stores/useBookingStore';

export default function ClubOperationsPage({ params }: { params: { id: string } }) {
  const { fetchBookingsForDay } = useBookingStore();
  const [selectedDate, setSelectedDate] = useState(new Date());

  // 🔥 Listen for real-time booking updates
  const { isConnected } = useSocketIO({
    onBookingCreated: (data) => {
      // Only refresh if it's for the current club and date
      if (data.clubId === params.id) {
        const bookingDate = data.booking.start.split('T')[0];
        const selectedDateStr = selectedDate.toISOString().split('T')[0];

        if (bookingDate === selectedDateStr) {
          console.log('New booking received, refreshing...');
          fetchBookingsForDay(params.id, selectedDateStr);
        }
      }
    },

    onBookingUpdated: (data) => {
      if (data.clubId === params.id) {
        const bookingDate = data.booking.start.split('T')[0];
        const selectedDateStr = selectedDate.toISOString().split('T')[0];

        if (bookingDate === selectedDateStr) {
          console.log('Booking updated, refreshing...');
          fetchBookingsForDay(params.id, selectedDateStr);
        }
      }
    },

    onBookingDeleted: (data) => {
      if (data.clubId === params.id) {
        console.log('Booking deleted, refreshing...');
        const selectedDateStr = selectedDate.toISOString().split('T')[0];
        fetchBookingsForDay(params.id, selectedDateStr);
      }
    },
  });

  return (
    <div>
      <div className="flex items-center gap-2">
        <h1>Club Operations</h1>
        {isConnected ? (
          <span className="text-green-500">● Live</span>
        ) : (
          <span className="text-gray-500">● Offline</span>
        )}
      </div>
      {/* Rest of your component */}
    </div>
  );
}
