"""The customers of a venue: found or written down for a booking, and what the staff notes about them."""

from bookings.desk.customers.find import BookingCustomer, customer_of, present_person

__all__ = ["BookingCustomer", "customer_of", "present_person"]
