"""What hangs on all that happens at a venue: its list of bookings, door lists, figures or mismatches of money, as the view says."""
