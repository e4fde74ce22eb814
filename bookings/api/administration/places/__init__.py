"""The calls for what is booked by time: a venue's hours, its courts and people with their leave, its services."""
