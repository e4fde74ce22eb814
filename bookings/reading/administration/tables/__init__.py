"""What a venue has, as a table that can be imported again (rules.setup.tables): the first line names the columns."""

from __future__ import annotations

from bookings.reading.administration.tables.parts import Part, csv_parts, read_part

__all__ = ["Part", "csv_parts", "read_part"]
