"""What a verb offers when somebody else was first: other seats, other times, other courts."""
