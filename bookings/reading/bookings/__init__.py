"""Bookings: one as its owner, the staff or a program reads it, lists of them, and how lists are filtered and searched."""
