"""The database: its two engines, how a transaction is opened on each, what its errors mean. Knows nothing of what is stored."""

from bookings.database.transactions import Database

__all__ = ["Database"]
