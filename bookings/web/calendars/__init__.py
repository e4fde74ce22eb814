"""Calendars: files for calendar programs, and the pages on which their addresses are made."""
