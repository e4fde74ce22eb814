"""What the measurements are made of: servers to compare, viewers who watch, a venue with a past, figures in columns."""
