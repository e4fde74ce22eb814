"""The tests. Folders mirror bookings/; parts/ holds the real servers and clients that they are run against."""
