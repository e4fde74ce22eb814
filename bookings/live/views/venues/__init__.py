"""What hangs on all that happens at a venue: the list of its bookings, its door lists or its figures, as the view says."""
