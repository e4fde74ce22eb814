"""Whether the seats of an event are on sale. The desk asks before every claim, the pages before they offer anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookings.rules.flights.disruption import Disruption
from bookings.rules.overrides import is_venue_rule
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import clock_label, day_words, local_day

CLOSED_FLIGHTS = frozenset({FlightStatus.DEPARTED, FlightStatus.ARRIVED, FlightStatus.DIVERTED, FlightStatus.CANCELLED})


@dataclass(frozen=True)
class FlightFacts:
    """What the rules need to know of a flight; `disruption` is that of one passenger's booking."""

    number: str
    status: FlightStatus
    disruption: Disruption | None = None


@dataclass(frozen=True)
class Sale:
    """What the rules need to know of an event: it is sold from `opens` until `ends` (None: always, until it begins)."""

    starts_at: datetime
    opens: datetime | None = None
    ends: datetime | None = None
    cancelled: bool = False

    @property
    def over_at(self) -> datetime:
        """From then on nothing is sold."""
        return self.starts_at if self.ends is None else min(self.ends, self.starts_at)

    @property
    def turns(self) -> tuple[datetime, ...]:
        """The moments at which the clock opens the sale or ends it."""
        return tuple(moment for moment in (self.opens, self.ends, self.starts_at) if moment is not None)


@dataclass(frozen=True)
class Closed:
    """Why nothing more is sold: a code for programs and a sentence for people."""

    code: str
    message: str


def closed(sale: Sale, now: datetime, zone: str, flight: FlightFacts | None = None) -> Closed | None:
    """None while it is on sale. `zone` is the venue's, for the times in the sentence."""
    if (over := why_over(sale, now, flight)) is not None:
        return over
    if sale.opens is not None and now < sale.opens:
        return Closed("not_on_sale_yet", f"Seats are on sale from {_words(sale.opens, zone)}.")
    if sale.ends is not None and sale.ends <= now:
        return Closed("sale_ended", f"Seats were on sale until {_words(sale.ends, zone)}.")
    return None


def may_choose(why: Closed | None, *, manages: bool) -> bool:
    """Whether a free seat can be chosen: while nothing closes the sale, and by those who manage the venue also where they may set
    that aside."""
    return why is None or (manages and is_venue_rule(why.code))


def why_over(sale: Sale, now: datetime, flight: FlightFacts | None = None) -> Closed | None:
    """Why nothing can be done with its seats any more, whether or not they are on sale; None while something can."""
    if flight is not None and flight.status in CLOSED_FLIGHTS:
        return Closed("flight_closed", f"{flight.number} is {flight.status.value.lower()}, so it cannot be booked.")
    if sale.cancelled:
        return Closed("cancelled", "This is cancelled, so nothing can be booked here.")
    if sale.starts_at <= now:
        return Closed("past", "This has already begun, so nothing more can be booked here.")
    return None


def _words(moment: datetime, zone: str) -> str:
    return f"{day_words(local_day(moment, zone))}, {clock_label(moment, zone)}"
