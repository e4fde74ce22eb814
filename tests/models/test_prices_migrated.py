"""Courts cost after the migration what they cost before, when each had its own rules and the first that fitted held."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.database.migrate import migrate
from bookings.models import Resource, Venue
from bookings.rules.money.prices import PriceRule
from bookings.rules.times.zones import to_local
from bookings.rules.violation import NoPrice
from tests.models.test_migrations import empty, to

__all__ = ["empty"]

WEEK = datetime(2026, 3, 23, tzinfo=UTC)  # the clock changes on its Sunday
Prices = list[dict[str, Any]]


def club(weekend: str, evening: str, by_day: str) -> Prices:
    return [
        {"days": [5, 6], "from": "00:00", "to": "00:00", "per_hour": weekend},
        {"days": None, "from": "17:00", "to": "21:00", "per_hour": evening},
        {"days": None, "from": "00:00", "to": "00:00", "per_hour": by_day},
    ]


TENNIS, PADEL = club("32.00", "34.00", "26.00"), club("64.00", "72.00", "48.00")
NIGHT: Prices = [{"days": [4], "from": "22:00", "to": "02:00", "per_hour": "12.5"}, {"per_hour": 20}]
HOLES: Prices = [{"days": [0], "from": "10:00", "to": "12:00", "per_hour": "7.00"}]


@pytest.mark.parametrize(
    ("courts", "rules"),
    [
        ([("tennis", TENNIS), ("tennis", TENNIS), ("padel", PADEL)], 6),
        ([("tennis", TENNIS), ("tennis", HOLES), ("padel", PADEL), ("padel", [])], 7),
        ([("", NIGHT), ("", NIGHT)], 2),
        ([("", NIGHT), ("squash", NIGHT), ("squash", HOLES)], 5),
        ([("tennis", [])], 0),
    ],
)
def test_every_price_stays_what_it_was(empty: Database, courts: list[tuple[str, Prices]], rules: int) -> None:
    to(empty, "0017")

    def fill(session: Session) -> None:
        session.execute(
            text("INSERT INTO venues (id, name, kind, zone, currency, address, hours, slot_minutes, min_minutes, max_minutes,"
                 " window_days, cancel_hours, confirms_at_once)"
                 " VALUES ('club', 'Club', 'club', 'Europe/Zurich', 'CHF', '', '{}', 30, 30, 180, 28, 0, false)")
        )  # fmt: skip
        for number, (sport, prices) in enumerate(courts):
            session.execute(
                text("INSERT INTO resources (id, venue_id, kind, number, name, sport, prices)"
                     " VALUES (:id, 'club', 'court', :number, 'Court', :sport, :prices)"),
                {"id": f"court-{number}", "number": number, "sport": sport, "prices": json.dumps(prices)},
            )  # fmt: skip

    empty.write(fill)
    migrate(empty)
    with empty.read() as session:
        tariff = session.get_one(Venue, "club").tariff
        assert len(tariff.rules) == rules
        for number, (_, prices) in enumerate(courts):
            court = session.get_one(Resource, f"court-{number}")
            of_court = tariff.prices_of(court.id, court.sport)
            for half_hour in range(7 * 48):
                start = WEEK + half_hour * timedelta(minutes=30)
                try:
                    now = of_court.quote(None, start, start + timedelta(minutes=30)).price * 2
                except NoPrice:
                    now = None
                assert now == before(prices, start), (number, start)


def before(prices: Prices, start: datetime) -> Decimal | None:
    """What an hour cost at the rules of a court by itself; none at all cost nothing."""
    if not prices:
        return Decimal(0)
    fitting = (rule for each in prices if (rule := PriceRule.of({**each, "price": each["per_hour"]})).covers(local_of(start)))
    return next((rule.price for rule in fitting), None)


def local_of(instant: datetime) -> datetime:
    return to_local(instant, "Europe/Zurich")
