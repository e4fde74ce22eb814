"""A venue's figures: what is counted of each day, and what the days of a span come to."""
