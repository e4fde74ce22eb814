"""Prices are rules of the venue, and members have the name that the venue wrote

Of a court's own rules the first that fitted held, of a venue's the last does.

Going back leaves the rules where they are, and the courts without prices.
"""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

resources = sa.table(
    "resources",
    *(sa.column(name) for name in ("id", "venue_id", "kind", "number", "sport")),
    sa.column("prices", sa.JSON()),
)
venues = sa.table("venues", sa.column("id"), sa.column("price_rules", sa.JSON()))


def upgrade() -> None:
    connection = op.get_bind()
    courts = connection.execute(
        sa.select(resources).where(resources.c.kind == "court").order_by(resources.c.number, resources.c.id)
    ).all()
    for venue_id in dict.fromkeys(court.venue_id for court in courts):
        if rules := rules_of([court for court in courts if court.venue_id == venue_id]):
            connection.execute(venues.update().where(venues.c.id == venue_id).values(price_rules=rules))
    op.drop_column("resources", "prices")
    op.add_column("memberships", sa.Column("name", sa.String(length=120), server_default="", nullable=False))
    op.add_column("memberships", sa.Column("email", sa.String(length=254), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("memberships", "email")
    op.drop_column("memberships", "name")
    op.add_column("resources", sa.Column("prices", sa.JSON(), server_default="[]", nullable=False))


def rules_of(courts: Iterable[Any]) -> list[dict[str, Any]]:
    """One set of rules for all courts of the venue, or of a sport, where their prices are the same; else one for each court."""
    every = list(courts)
    if _alike(every):
        return _rules(every[0].prices)
    found: list[dict[str, Any]] = []
    for sport in dict.fromkeys(court.sport for court in every):
        of_sport = [court for court in every if court.sport == sport]
        if sport and _alike(of_sport):
            found += _rules(of_sport[0].prices, sport=sport)
            continue
        for court in of_sport:
            found += _rules(court.prices, resource=court.id)
    return found


def _alike(courts: list[Any]) -> bool:
    return len({json.dumps(court.prices, sort_keys=True) for court in courts}) == 1


def _rules(prices: list[dict[str, Any]], **of: str) -> list[dict[str, Any]]:
    return [
        {**of, "days": each.get("days"), "from": each.get("from", "00:00"), "to": _end(each), "price": str(each["per_hour"])}
        for each in reversed(prices)
    ]


def _end(price: dict[str, Any]) -> str:
    """The end of the day is written as such."""
    return "24:00" if price.get("to", "24:00") == "00:00" else str(price.get("to", "24:00"))
