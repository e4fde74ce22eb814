"""The calls with which an airline looks after its flights and their bookings, and its customers choose when one is disrupted."""
