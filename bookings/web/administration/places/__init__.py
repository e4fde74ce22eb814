"""The pages of what is booked by time: a venue's hours, its courts and people, its services."""
