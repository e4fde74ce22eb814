"""Pages about a venue for whoever works there."""
