"""Reminders before a booking begins (`due`), and what their customers answer (`answers`)."""
