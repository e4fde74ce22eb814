"""Writes bookings as iCalendar (RFC 5545), for calendar programs: `entries` what one says, `document` the file around them.

What is here depends on its arguments alone, so that the same bookings are the same bytes.
"""
