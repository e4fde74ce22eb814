"""JSON for programs: how it is written and read, the shapes of bookings, places and events, and messages about changes.

Values come from `reading`, where they were read for one viewer; nothing here asks the database or decides who may know.
"""
