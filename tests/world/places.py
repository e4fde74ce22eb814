"""Venues, what is booked there, and their ids."""

from __future__ import annotations

import uuid


def id_of(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


CLUB, OTHER_CLUB, NIGHT_HALL, CLINIC, THEATRE, AIRLINE = map(
    id_of, ("club", "other club", "night hall", "clinic", "theatre", "airline")
)
COURTS = COURT_1, COURT_2, COURT_3 = tuple(map(id_of, ("court 1", "court 2", "court 3")))
OTHER_COURT, NIGHT_COURT = map(id_of, ("other court", "night court"))
MARTA, OTHER_COACH = id_of("Marta"), id_of("other coach")
DR_VOGEL, DR_AMSEL, CHECK_UP, SURGERY = map(id_of, ("Dr. Vogel", "Dr. Amsel", "check-up", "surgery"))
HAMLET, FLIGHT = 1, 2
RS_101 = id_of("RS 101")  # the flight itself; FLIGHT is its event, of which seats are booked
ROW_A, ROW_B, ROW_C = ([f"{row}{number}" for number in range(1, 11)] for row in "ABC")
