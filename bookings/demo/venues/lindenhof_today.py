"""The club's day as it is booked today: what stands on the board, court by court."""

from __future__ import annotations

from typing import NamedTuple

from bookings.demo.visits import Pays, PublishQueue

LENA, SOFIA, JONAS = "Lena Aebi", "Sofia Marín", "Jonas Petrov"


class Entry(NamedTuple):
    """A court, from when (local) for how many minutes, who, and what becomes of it."""

    court: int
    start: str
    minutes: int
    who: str
    pays: Pays = "online"
    turn: PublishQueue = ""
    note: str = ""
    coach: str = ""


class Closed(NamedTuple):
    court: int
    start: str
    minutes: int
    reason: str


CLOSED = (Closed(4, "07:00", 300, "Resurfacing, east half"), Closed(8, "21:00", 60, "Deep clean"))

TODAY = (
    Entry(1, "07:00", 90, "Ulrike Brandt"),
    Entry(1, "09:00", 60, "Ene Okafor", note="Lesson with Lena", coach=LENA),
    Entry(1, "10:00", 90, "Matthias Haas", "desk"),
    Entry(1, "12:00", 60, "Rui Costa", "never", "missed"),
    Entry(1, "13:30", 90, "Petra Novák", note="2 players"),
    Entry(1, "15:00", 90, "Junior squad", "bill", note="Coach Lena, 6 children", coach=LENA),
    Entry(1, "16:30", 90, "Anja Fischer", "desk"),
    Entry(1, "18:00", 120, "League: Aare 1", "bill", note="4 singles"),
    Entry(1, "20:30", 90, "Daniel Moser", "never", "asks"),
    Entry(2, "07:30", 90, "Noah Keller"),
    Entry(2, "09:30", 60, "Sophie Lang"),
    Entry(2, "11:00", 90, "Thomas Meier", "half"),
    Entry(2, "14:00", 90, "Tunde Adeyemi", "half", note="2 players"),
    Entry(2, "16:00", 60, "Nina Vogel", note="Lesson with Sofia", coach=SOFIA),
    Entry(2, "17:00", 60, "Elisabeth von Steinhausen-Krüger"),
    Entry(2, "18:00", 120, "League: Aare 2", "bill", note="4 singles"),
    Entry(2, "20:00", 90, "Jürgen Bauer", "desk"),
    Entry(3, "08:00", 90, "Seniors round", "bill", note="8 players"),
    Entry(3, "10:00", 60, "Katrin Wolf", "desk", "asks"),
    Entry(3, "11:30", 90, "Amélie Dubois"),
    Entry(3, "13:00", 90, "Lars Petersen", "never"),
    Entry(3, "14:30", 90, "Yuki Tanaka", note="2 players"),
    Entry(3, "16:30", 60, "Martin Huber", "never", "asks"),
    Entry(3, "17:30", 90, "Chiara Ferrari"),
    Entry(3, "19:00", 90, "Carla Steiner", "half"),
    Entry(3, "20:30", 60, "Jonas Lehmann"),
    Entry(4, "12:30", 90, "Ivana Kovačević", "never", "asks"),
    Entry(4, "15:00", 90, "Beat Sutter"),
    Entry(4, "16:30", 90, "Regula Gerber", note="2 players"),
    Entry(4, "18:30", 90, "Eva Arnold", "declined", note="Card declined"),
    Entry(4, "20:00", 60, "Paul Zimmer", note="Knee, prefers the shady side"),
    Entry(5, "08:00", 90, "Morning padel", "bill", note="8 players"),
    Entry(5, "10:00", 90, "Ana Silva"),
    Entry(5, "12:00", 90, "Office cup", "bill", note="4 teams"),
    Entry(5, "14:00", 90, "Luca Marti", "half", note="Needs two rental rackets"),
    Entry(5, "15:30", 90, "Miriam Berger", "desk", note="4 players"),
    Entry(5, "17:00", 90, "María José de la Fuente y Álvarez"),
    Entry(5, "18:30", 90, "Henrik Koch", note="4 players"),
    Entry(5, "20:00", 90, "Linh Nguyễn", "never", "asks"),
    Entry(6, "07:30", 90, "Ruth Clarke", "online", "cancels"),
    Entry(6, "09:00", 90, "Paolo Ricci", "half"),
    Entry(6, "11:00", 90, "Heidi Blum"),
    Entry(6, "13:00", 90, "Iker Ortega"),
    Entry(6, "14:30", 90, "Ole Hartmann", "online", "late"),
    Entry(6, "16:00", 90, "Lesson, beginners", "bill", note="Coach Jonas, 4", coach=JONAS),
    Entry(6, "17:30", 90, "Simon Becker"),
    Entry(6, "19:00", 90, "James Walker", "desk", note="4 players"),
    Entry(7, "07:00", 60, "Early club", "bill"),
    Entry(7, "08:30", 60, "Reto Ammann"),
    Entry(7, "10:00", 60, "Defne Yılmaz"),
    Entry(7, "12:00", 30, "Kim Peters"),
    Entry(7, "12:30", 60, "Harpreet Singh"),
    Entry(7, "14:00", 60, "Robert Fuchs"),
    Entry(7, "16:00", 30, "Łukasz Wiśniewski"),
    Entry(7, "17:00", 60, "Ladder: Kern v Graf", "bill"),
    Entry(7, "18:00", 60, "Paula Richter", "never", "asks"),
    Entry(7, "19:00", 60, "Aoife Ní Dhomhnaill", "desk"),
    Entry(7, "20:30", 60, "Mara Lind", note="Two rackets to rent, please"),
    Entry(8, "07:30", 60, "Søren Kjærgaard"),
    Entry(8, "10:30", 60, "Gus Moreau", "online", "cancels"),
    Entry(8, "12:00", 60, "Andrea Lutz", "never", "missed"),
    Entry(8, "13:00", 60, "Elena Rossi", note="Lesson with Jonas", coach=JONAS),
    Entry(8, "14:30", 60, "Oliver Weiß", "desk"),
    Entry(8, "17:00", 60, "Ladder: Mora v Lindqvist", "bill"),
    Entry(8, "18:00", 30, "Ruth Clarke"),
    Entry(8, "19:00", 60, "Kim Peters"),
)

TOMORROW = (
    Entry(2, "09:00", 60, "Mara Lind"),
    Entry(6, "18:00", 90, "Mara Lind", "never", "asks", note="4 players"),
    Entry(7, "17:00", 60, "Gus Moreau", "never", "asks"),
)
"""What the two demo customers have; the rest of the week is made up day by day."""
