"""The club's day as it is booked today: what stands on the board, court by court."""

from __future__ import annotations

from typing import NamedTuple

from bookings.demo.visits import Pays, PublishQueue

LENA, SOFIA, JONAS = "Lena Aebi", "Sofia Marín", "Jonas Petrov"


class PlannedBooking(NamedTuple):
    """A court, from when (local) for how many minutes, who, and what becomes of it."""

    court: int
    start: str
    minutes: int
    who: str
    pays: Pays = "online"
    turn: PublishQueue = ""
    note: str = ""
    coach: str = ""


class PlannedClosure(NamedTuple):
    court: int
    start: str
    minutes: int
    reason: str


CLOSED = (PlannedClosure(4, "07:00", 300, "Resurfacing, east half"), PlannedClosure(8, "21:00", 60, "Deep clean"))

TODAY = (
    PlannedBooking(1, "07:00", 90, "Ulrike Brandt"),
    PlannedBooking(1, "09:00", 60, "Ene Okafor", note="Lesson with Lena", coach=LENA),
    PlannedBooking(1, "10:00", 90, "Matthias Haas", "desk"),
    PlannedBooking(1, "12:00", 60, "Rui Costa", "never", "missed"),
    PlannedBooking(1, "13:30", 90, "Petra Novák", note="2 players"),
    PlannedBooking(1, "15:00", 90, "Junior squad", "bill", note="Coach Lena, 6 children", coach=LENA),
    PlannedBooking(1, "16:30", 90, "Anja Fischer", "desk"),
    PlannedBooking(1, "18:00", 120, "League: Aare 1", "bill", note="4 singles"),
    PlannedBooking(1, "20:30", 90, "Daniel Moser", "never", "asks"),
    PlannedBooking(2, "07:30", 90, "Noah Keller"),
    PlannedBooking(2, "09:30", 60, "Sophie Lang"),
    PlannedBooking(2, "11:00", 90, "Thomas Meier", "half"),
    PlannedBooking(2, "14:00", 90, "Tunde Adeyemi", "half", note="2 players"),
    PlannedBooking(2, "16:00", 60, "Nina Vogel", note="Lesson with Sofia", coach=SOFIA),
    PlannedBooking(2, "17:00", 60, "Elisabeth von Steinhausen-Krüger"),
    PlannedBooking(2, "18:00", 120, "League: Aare 2", "bill", note="4 singles"),
    PlannedBooking(2, "20:00", 90, "Jürgen Bauer", "desk"),
    PlannedBooking(3, "08:00", 90, "Seniors round", "bill", note="8 players"),
    PlannedBooking(3, "10:00", 60, "Katrin Wolf", "desk", "asks"),
    PlannedBooking(3, "11:30", 90, "Amélie Dubois"),
    PlannedBooking(3, "13:00", 90, "Lars Petersen", "never"),
    PlannedBooking(3, "14:30", 90, "Yuki Tanaka", note="2 players"),
    PlannedBooking(3, "16:30", 60, "Martin Huber", "never", "asks"),
    PlannedBooking(3, "17:30", 90, "Chiara Ferrari"),
    PlannedBooking(3, "19:00", 90, "Carla Steiner", "half"),
    PlannedBooking(3, "20:30", 60, "Jonas Lehmann"),
    PlannedBooking(4, "12:30", 90, "Ivana Kovačević", "never", "asks"),
    PlannedBooking(4, "15:00", 90, "Beat Sutter"),
    PlannedBooking(4, "16:30", 90, "Regula Gerber", note="2 players"),
    PlannedBooking(4, "18:30", 90, "Eva Arnold", "declined", note="Card declined"),
    PlannedBooking(4, "20:00", 60, "Paul Zimmer", note="Knee, prefers the shady side"),
    PlannedBooking(5, "08:00", 90, "Morning padel", "bill", note="8 players"),
    PlannedBooking(5, "10:00", 90, "Ana Silva"),
    PlannedBooking(5, "12:00", 90, "Office cup", "bill", note="4 teams"),
    PlannedBooking(5, "14:00", 90, "Luca Marti", "half", note="Needs two rental rackets"),
    PlannedBooking(5, "15:30", 90, "Miriam Berger", "desk", note="4 players"),
    PlannedBooking(5, "17:00", 90, "María José de la Fuente y Álvarez"),
    PlannedBooking(5, "18:30", 90, "Henrik Koch", note="4 players"),
    PlannedBooking(5, "20:00", 90, "Linh Nguyễn", "never", "asks"),
    PlannedBooking(6, "07:30", 90, "Ruth Clarke", "online", "cancels"),
    PlannedBooking(6, "09:00", 90, "Paolo Ricci", "half"),
    PlannedBooking(6, "11:00", 90, "Heidi Blum"),
    PlannedBooking(6, "13:00", 90, "Iker Ortega"),
    PlannedBooking(6, "14:30", 90, "Ole Hartmann", "online", "late"),
    PlannedBooking(6, "16:00", 90, "Lesson, beginners", "bill", note="Coach Jonas, 4", coach=JONAS),
    PlannedBooking(6, "17:30", 90, "Simon Becker"),
    PlannedBooking(6, "19:00", 90, "James Walker", "desk", note="4 players"),
    PlannedBooking(7, "07:00", 60, "Early club", "bill"),
    PlannedBooking(7, "08:30", 60, "Reto Ammann"),
    PlannedBooking(7, "10:00", 60, "Defne Yılmaz"),
    PlannedBooking(7, "12:00", 30, "Kim Peters"),
    PlannedBooking(7, "12:30", 60, "Harpreet Singh"),
    PlannedBooking(7, "14:00", 60, "Robert Fuchs"),
    PlannedBooking(7, "16:00", 30, "Łukasz Wiśniewski"),
    PlannedBooking(7, "17:00", 60, "Ladder: Kern v Graf", "bill"),
    PlannedBooking(7, "18:00", 60, "Paula Richter", "never", "asks"),
    PlannedBooking(7, "19:00", 60, "Aoife Ní Dhomhnaill", "desk"),
    PlannedBooking(7, "20:30", 60, "Mara Lind", note="Two rackets to rent, please"),
    PlannedBooking(8, "07:30", 60, "Søren Kjærgaard"),
    PlannedBooking(8, "10:30", 60, "Gus Moreau", "online", "cancels"),
    PlannedBooking(8, "12:00", 60, "Andrea Lutz", "never", "missed"),
    PlannedBooking(8, "13:00", 60, "Elena Rossi", note="Lesson with Jonas", coach=JONAS),
    PlannedBooking(8, "14:30", 60, "Oliver Weiß", "desk"),
    PlannedBooking(8, "17:00", 60, "Ladder: Mora v Lindqvist", "bill"),
    PlannedBooking(8, "18:00", 30, "Ruth Clarke"),
    PlannedBooking(8, "19:00", 60, "Kim Peters"),
)

TOMORROW = (
    PlannedBooking(2, "09:00", 60, "Mara Lind"),
    PlannedBooking(6, "18:00", 90, "Mara Lind", "never", "asks", note="4 players"),
    PlannedBooking(7, "17:00", 60, "Gus Moreau", "never", "asks"),
)
"""What the two demo customers have; the rest of the week is made up day by day."""
