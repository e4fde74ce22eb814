"""What programs are told, as JSON: the shapes of bookings, places and events, and the messages about their changes.

Values come from `reading`, where they were read for one viewer; nothing here asks the database or decides who may know.
"""
