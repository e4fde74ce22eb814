"""A venue's figures: today's as they run, and those of any span of days."""
