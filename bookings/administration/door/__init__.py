"""What managers set up of their door."""
