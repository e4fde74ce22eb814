"""The counts of days that are over, from which figures are read."""
