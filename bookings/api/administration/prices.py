"""The calls that read and set what a venue's courts cost, and say what a booking would cost somebody."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from bookings.administration.prices import set_prices
from bookings.api.administration.venues import CHANGED, MANAGERS
from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.errors import rename_fields
from bookings.api.framework.fields import Id, Instant, Kept
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.prices import quote_for, read_prices
from bookings.rules.setup.prices import MOST_RULES
from bookings.wire.administration.prices import PriceQuote, PriceRules, write_price_rules, write_quote

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

PRICES = "/api/v1/venues/{venueId}/prices"
NOT_YOURS = "You work there, but do not manage it."
# The wire's names of a rule's fields, where the rules have others.
_NAMES = {
    "resource": "courtId", "group": "groupId", "from": "fromTime", "to": "toTime", "min_minutes": "minMinutes",
    "max_minutes": "maxMinutes",
}  # fmt: skip
_FIELDS = ("price", "per", "extra", "sport", "days", *_NAMES)


class PriceRuleBody(Body):
    """What is left out is not limited. `days` are 0 (Monday) to 6, `fromTime` and `toTime` local times, lengths those of the whole
    booking. `per` is hour or booking: the second for whoever begins in its time. `extra` comes on top of the price."""

    price: Kept
    per: str = "hour"
    extra: bool = False
    court_id: Id | None = None
    sport: str | None = None
    group_id: Id | None = None
    days: list[int] | None = None
    from_time: str | None = None
    to_time: str | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None


class PriceRulesBody(Body):
    """`rules` take the place of all that there are. Of those that fit, the last is the price. `revision` is the one that was read."""

    rules: list[PriceRuleBody]
    revision: int | None = Field(default=None, ge=0)


class QuoteQuery(Query):
    """For everybody, or for somebody of a member group."""

    court_id: Id
    start: Instant
    end: Instant
    group_id: Id | None = None


@call("GET", PRICES, returns={200: PriceRules}, errors={404: NO_VENUE}, allowed=MANAGERS)
def price_rules(viewer: Viewer, venue_id: str) -> Result:
    """What the courts of a venue cost: its price rules in the order in which they are read."""
    return _rules(venue_id, viewer)


@call(
    "PUT", PRICES, returns={200: PriceRules}, errors={403: NOT_YOURS, 404: NO_VENUE, 409: CHANGED}, allowed=MANAGERS
)  # fmt: skip
def change_price_rules(viewer: Viewer, venue_id: str, body: PriceRulesBody, desk: Desk) -> Result:
    """Set all price rules at once. What is booked keeps its price."""
    rename_fields({
        f"{field}-{number}": f"rules.{number - 1}.{_NAMES.get(field, field)}"
        for number in range(1, min(len(body.rules), MOST_RULES) + 1)
        for field in _FIELDS
    })  # fmt: skip
    desk.do(viewer, set_prices, venue_id, [_written(rule) for rule in body.rules], body.revision)
    return _rules(venue_id, viewer)


@call("GET", f"{PRICES}/quote", returns={200: PriceQuote}, errors={404: NO_VENUE}, allowed=MANAGERS)
def price_quote(viewer: Viewer, venue_id: str, query: QuoteQuery) -> Result:
    """What a booking of a court would cost, and by which rules. Whether it is free is not asked."""
    with current_ringside().database.read() as session:
        return Result(
            write_quote(*quote_for(session, venue_id, viewer, query.court_id, query.start, query.end, query.group_id))
        )


def _rules(venue_id: str, viewer: Viewer) -> Result:
    with current_ringside().database.read() as session:
        found = read_prices(session, venue_id, viewer, current_ringside().database.now(session))
    return Result(write_price_rules(found))


def _written(rule: PriceRuleBody) -> dict[str, Any]:
    sent = rule.model_dump(exclude_unset=True)
    names = {"court_id": "resource", "group_id": "group", "from_time": "from", "to_time": "to"}
    return {names.get(name, name): value for name, value in sent.items()}
