"""The club: eight courts of three sports, three coaches, prices by the time of day."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bookings.demo.ids import CLUB, demo_id
from bookings.models import Resource, Venue
from bookings.rules.setup.resource import usual_name

ZONE = "Europe/Zurich"
SPORTS = ("tennis", "tennis", "tennis", "tennis", "padel", "padel", "squash", "squash")
COACHES = ("Lena Aebi", "Sofia Marín", "Jonas Petrov")
# Per hour: by day, in the evening from Monday to Friday, at the weekend.
PRICES = {
    "tennis": ("26.00", "34.00", "32.00"),
    "padel": ("48.00", "72.00", "64.00"),
    "squash": ("18.00", "24.00", "22.00"),
}


def court_id(number: int) -> str:
    return demo_id(f"court {number}")


def coach_id(name: str) -> str:
    return demo_id(f"coach {name}")


def add_club(session: Session) -> None:
    session.add(
        Venue(
            id=CLUB,
            name="Lindenhof Racket Club",
            kind="club",
            zone=ZONE,
            currency="CHF",
            address="Lindenhofweg 4, 8001 Zürich",
            hours={str(day): [["07:00", "22:00"]] for day in range(7)},
            price_rules=[rule for sport in PRICES for rule in _prices(sport)],
        )
    )
    session.flush()
    session.add_all(
        Resource(
            id=court_id(number), venue_id=CLUB, kind="court", number=number, name=usual_name(number), sport=sport
        )
        for number, sport in enumerate(SPORTS, 1)
    )
    session.add_all(
        Resource(id=coach_id(name), venue_id=CLUB, kind="coach", number=number, name=name)
        for number, name in enumerate(COACHES, 1)
    )


def _prices(sport: str) -> list[dict[str, Any]]:
    by_day, evening, weekend = PRICES[sport]
    return [
        {"sport": sport, "price": by_day},
        {"sport": sport, "days": list(range(5)), "from": "17:00", "to": "21:00", "price": evening},
        {"sport": sport, "days": [5, 6], "price": weekend},
    ]
