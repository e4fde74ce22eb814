"""The tests. Folders mirror bookings/; external/ holds the real servers and clients that they are run against."""
