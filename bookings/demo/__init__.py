"""Demo mode: data in an empty database, and ghosts who book so that the boards move by themselves.

What lives here acts only through the desk, as anybody does; the rows that nobody books (venues, courts, seats, people) are
written as they are. Nothing of this runs outside of demo mode, and nothing here knows a page or a socket.
"""

from bookings.demo.fill import fill
from bookings.demo.people import PASSWORD, demo_accounts

__all__ = ["PASSWORD", "demo_accounts", "fill"]
