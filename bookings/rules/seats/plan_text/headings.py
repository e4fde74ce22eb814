"""The lines of a seat plan that are no rows: headings of parts, and prices with a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bookings.rules.money.amounts import parse_amount
from bookings.rules.seats.plan_text.parts import MOST_SEATS, Mend
from bookings.rules.text.names import clean_name
from bookings.rules.violation import RuleViolation

_PRICE_LINE = re.compile(
    r"price\s+(?P<code>[A-Z][A-Z0-9]{0,9})\s+(?P<amount>[-+0-9][^\s]*)\s*(?P<name>.*)", re.IGNORECASE
)
PRICE = re.compile(r"price\s+(?P<code>[A-Z][A-Z0-9]{0,9})(?:\s+(?P<amount>\S+))?", re.IGNORECASE)
_PLACES = re.compile(r"(?P<count>[0-9]{1,9})\s+places?", re.IGNORECASE)
_LABELS = re.compile(r"labels\s+(?P<prefix>[^\W_][\w-]{0,6})", re.IGNORECASE)
_AT = re.compile(r"at\s+row\s+(?P<row>[0-9]{1,5})\s+place\s+(?P<place>[0-9]{1,5})", re.IGNORECASE)
_CENTS = re.compile(r"(price\s+\S+\s+[0-9]+)\s*,\s*([0-9]{1,2})(?=\s*(?:,|$))", re.IGNORECASE)

EXAMPLE = "A heading is written like: Stalls, price A 48.00"


@dataclass(frozen=True)
class PriceLine:
    """`amount` is None where a heading names a price that another line sets."""

    code: str
    amount: Decimal | None = None
    name: str = ""


@dataclass(frozen=True)
class Heading:
    """`places` is the count of an area without numbers, 0 where rows follow. `at`: the first row and the leftmost place."""

    section: str
    price: PriceLine
    places: int = 0
    labels: str = ""
    at: tuple[int, int] | None = None


class NotAHeading(Exception):
    """`mend` is what it would plainly be."""

    def __init__(self, message: str, mend: Mend | None = None) -> None:
        super().__init__(message)
        self.message, self.mend = message, mend


def read_price_line(line: str) -> PriceLine | None:
    """None for other lines. Raises NotAHeading for an amount or a name that cannot be."""
    found = _PRICE_LINE.fullmatch(line)
    if found is None:
        return None
    return PriceLine(
        found["code"].upper(),
        _amount(found["amount"].rstrip(",")),
        _name(found["name"], "name") if found["name"] else "",
    )


def read_heading(line: str) -> Heading:
    """A line with a comma in it. Raises NotAHeading."""
    if (cents := _CENTS.search(line)) is not None:
        fixed = f"{line[: cents.start()]}{cents[1]}.{cents[2]}{line[cents.end() :]}"
        message = "The price has a comma in it, which here stands between the parts of a heading."
        raise NotAHeading(message, Mend("Write it with a point", fixed))
    section, *parts = (part.strip() for part in line.split(","))
    price, places, labels, at = None, 0, "", None
    for part in parts:
        if (found := PRICE.fullmatch(part)) is not None:
            price = PriceLine(found["code"].upper(), None if found["amount"] is None else _amount(found["amount"]))
        elif (found := _PLACES.fullmatch(part)) is not None:
            places = int(found["count"])
            if not 1 <= places <= MOST_SEATS:
                raise NotAHeading(f"An area has 1 to {MOST_SEATS} places, not {places}.")
        elif (found := _LABELS.fullmatch(part)) is not None:
            labels = found["prefix"]
        elif (found := _AT.fullmatch(part)) is not None:
            at = int(found["row"]), int(found["place"])
        else:
            raise NotAHeading(f"“{part[:40]}” is not understood. {EXAMPLE}")
    if price is None:
        raise NotAHeading(f"This has no price. {EXAMPLE}")
    return Heading(_name(section, "section"), price, places, labels, at)


def _name(text: str, field: str) -> str:
    try:
        return clean_name(text, field=field, limit=40)
    except RuleViolation as violation:
        raise NotAHeading(violation.message) from violation


def _amount(text: str) -> Decimal:
    try:
        return parse_amount(text)
    except RuleViolation as violation:
        raise NotAHeading(violation.message) from violation
