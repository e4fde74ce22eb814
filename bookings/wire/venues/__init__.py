"""What programs are told of a venue: its figures, and what happens there."""
