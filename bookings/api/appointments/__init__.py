"""What programs do with appointments after they were booked."""
