"""The conversation about a booking: its pages and forms."""
