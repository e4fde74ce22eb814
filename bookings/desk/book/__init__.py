"""Booking a court, an appointment, a flight or seats, a verb each in a file of its own.

A customer's booking begins as a request that already occupies its place.
"""

from bookings.desk.book.appointments import book_service
from bookings.desk.book.box_office import sell_basket, sell_seats
from bookings.desk.book.courts import book_court
from bookings.desk.book.exchange import exchange_seats
from bookings.desk.book.flights import book_flight
from bookings.desk.book.seats import book_seats, check_out

__all__ = ["book_court", "book_flight", "book_seats", "book_service", "check_out", "exchange_seats", "sell_basket", "sell_seats"]
