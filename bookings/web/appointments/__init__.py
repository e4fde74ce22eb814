"""The pages on which an appointment is booked, changed and answered."""
