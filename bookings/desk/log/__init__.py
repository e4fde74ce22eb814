"""The log of what staff and admins do: lines with before and after, and the revision by which two editors meet.

The administration writes a line around each edit (`lines`); for what is done with bookings, closures and flights, the
transaction writes them itself, from its change records (`acts`).
"""

from bookings.desk.log.lines import Line, Subject, Words, check_revision, logged, refuse_later, write_line

__all__ = ["Line", "Subject", "Words", "check_revision", "logged", "refuse_later", "write_line"]
