"""A venue's figures as JSON, for the call and for the room `analytics`, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from typing_extensions import TypedDict

from bookings.reading.figures.drawing import clerk_rows, currencies, lead_rows, method_rows, missed_rows
from bookings.reading.figures.span import SpanFigures
from bookings.rules.figures.heat import Heat, Share
from bookings.rules.figures.totals import LEADS, Revenue, Totals, revenue_of
from bookings.rules.money.amounts import rounded
from bookings.wire.encode import Day, Money, Time

Row = tuple[str | int | Decimal, ...]
COLUMNS = ("figure", "of", "hour", "value", "unit", "before")


class Amount(TypedDict):
    currency: str
    amount: Money


class DayOfFigures(TypedDict):
    """`revenue` is what came in less what was given back, in each currency in which anything moved."""

    date: Day
    bookings: int
    cancelled: int
    noShows: int
    revenue: list[Amount]


class HourOfFigures(TypedDict):
    """`hour` on the venue's clock, `sold` of `available` minutes or seats, `share` from 0 to 1."""

    hour: int
    sold: float
    available: float
    share: float


class PlaceOfFigures(TypedDict):
    resourceId: str
    name: str
    share: float
    hours: list[HourOfFigures]


class WeekdayOfFigures(TypedDict):
    """`weekday` from 0, Monday, to 6."""

    weekday: int
    share: float
    hours: list[HourOfFigures]


class MethodOfFigures(TypedDict):
    method: str
    amount: Money


class ClerkOfFigures(TypedDict):
    userId: str
    name: str
    amount: Money


class RevenueOfFigures(TypedDict):
    currency: str
    amount: Money
    byMethod: list[MethodOfFigures]
    byClerk: list[ClerkOfFigures]


LeadOfFigures = TypedDict("LeadOfFigures", {"from": int, "to": int | None, "bookings": int})
"""Booked so many whole days ahead, both within; `to` is null where there is no end."""


class SumOfFigures(TypedDict):
    """`places` is the share of the open hours that was sold, `seats` that of the seats of events."""

    bookings: int
    cancelled: int
    noShows: int
    medianLeadDays: int | None
    revenue: list[Amount]
    places: float
    seats: float


_Span = TypedDict("_Span", {"from": Day, "to": Day})


class Figures(_Span):
    """Both days are within. `uncounted` days of these and of those before are still being counted."""

    venueId: str
    timeZone: str
    timestamp: Time
    uncounted: int
    total: SumOfFigures
    before: SumOfFigures
    days: list[DayOfFigures]
    places: list[PlaceOfFigures]
    seats: list[WeekdayOfFigures]
    revenue: list[RevenueOfFigures]
    leads: list[LeadOfFigures]


def write_figures(figures: SpanFigures) -> Figures:
    return {
        "venueId": figures.venue_id, "from": figures.span.first, "to": figures.span.last, "timeZone": figures.zone,
        "timestamp": figures.now, "uncounted": figures.uncounted,
        "total": _sum(figures.totals, figures.places, figures.seats),
        "before": _sum(figures.before, figures.places_before, figures.seats_before),
        "days": [
            {
                "date": day, "bookings": each.bookings, "cancelled": each.cancelled, "noShows": each.missed,
                "revenue": _amounts(revenue_of([each])),
            }
            for day, each in figures.days.items()
        ],
        "places": [
            {"resourceId": row.place.id, "name": row.label, "share": _ratio(row.total), "hours": _hours(row.cells)}
            for row in figures.places.rows
            if row.place is not None
        ],
        "seats": [
            {"weekday": row.weekday, "share": _ratio(row.total), "hours": _hours(row.cells)}
            for row in figures.seats.rows
            if row.weekday is not None
        ],
        "revenue": [
            {
                "currency": currency, "amount": each.amount,
                "byMethod": [{"method": word, "amount": amount} for word, amount in sorted(each.by_method.items())],
                "byClerk": [
                    {"userId": clerk, "name": figures.clerks[clerk], "amount": amount}
                    for clerk, amount in sorted(each.by_clerk.items())
                ],
            }
            for currency, each in figures.totals.revenue.items()
        ],
        "leads": [
            {"from": low, "to": high, "bookings": count}
            for (low, high, _), count in zip(LEADS, figures.totals.leads(), strict=True)
        ],
    }  # fmt: skip


def write_rows(figures: SpanFigures) -> Iterator[Row]:
    """What the page shows, a line for each number; a line of days for each day, however long the span is."""
    for title, heat in (("Hours sold", figures.places), ("Seats sold", figures.seats)):
        for row in heat.rows:
            for hour, share in row.cells.items():
                if share.percent is not None:
                    yield (title, row.label, f"{hour:02}", share.percent, "%", "")
    back = zip(figures.days.items(), figures.earlier.values(), strict=True)
    money = []
    for (day, each), earlier in back:
        yield ("Bookings", day.isoformat(), "", each.bookings, "bookings", earlier.bookings)
        for currency in currencies(figures):
            amounts = [revenue_of([one]).get(currency, Revenue()).amount for one in (each, earlier)]
            money.append(_of_money("Revenue", day.isoformat(), currency, *amounts))
    yield from money
    for currency in currencies(figures):
        for title, rows in (("Paid how", method_rows(figures, currency)), ("Taken by", clerk_rows(figures, currency))):
            for one in rows:
                yield _of_money(title, one.name, currency, Decimal(one.value), Decimal(one.before))
    for title, rows in (("No-shows", missed_rows(figures)), ("Lead time", lead_rows(figures))):
        for one in rows:
            yield (title, one.name, "", one.value, "bookings", one.before)


def _of_money(title: str, of: str, currency: str, amount: Decimal, before: Decimal) -> Row:
    return (title, of, "", rounded(amount, currency), currency, rounded(before, currency))


def _sum(totals: Totals, places: Heat, seats: Heat) -> SumOfFigures:
    return {
        "bookings": totals.bookings, "cancelled": totals.cancelled, "noShows": totals.missed,
        "medianLeadDays": totals.median_lead, "revenue": _amounts(totals.revenue), "places": _ratio(places.total),
        "seats": _ratio(seats.total),
    }  # fmt: skip


def _amounts(revenue: Mapping[str, Revenue]) -> list[Amount]:
    return [{"currency": currency, "amount": each.amount} for currency, each in revenue.items()]


def _ratio(share: Share) -> float:
    return round(share.ratio, 4)


def _hours(cells: Mapping[int, Share]) -> list[HourOfFigures]:
    return [
        {"hour": hour, "sold": round(each.part, 2), "available": round(each.whole, 2), "share": _ratio(each)}
        for hour, each in cells.items()
    ]
