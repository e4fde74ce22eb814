"""The desk: its verbs are the only writers of the program.

Each verb is a function whose first argument is the open transaction; `Desk.do` runs one (or a few) as one transaction,
records its changes last and notifies the processes after the commit. Nothing here touches a socket, draws a page or knows HTTP.
"""

from bookings.desk.transaction import Desk, Transaction

__all__ = ["Desk", "Transaction"]
