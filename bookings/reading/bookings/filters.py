"""What a list of bookings is narrowed down to: read from an address, written as a page's view, turned into conditions.

The same text names the view of a page for as long as it is open, so it is canonical: one filter, one text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Staff, Venue
from bookings.reading.moment import moment_of
from bookings.rules.status import parse_payment_status, parse_status
from bookings.rules.text.canonical import kept, length
from bookings.rules.text.names import NAME_LIMIT, check_characters
from bookings.rules.times.zones import local_day, parse_day
from bookings.rules.violation import RuleViolation

KINDS = ("court", "appointment", "event", "flight")
TODAY = "today"
BALANCES = ("OWED", "SURPLUS")
"""What a balance comes to, beside the words for it."""
LONGEST_TEXT = NAME_LIMIT
"""In characters: whatever may be kept as a name may be searched for."""
_LAST_PAGE = 9999


@dataclass(frozen=True)
class Filter:
    """What a list shows. Empty means all; `staff` is the person at whose venues the list stops, empty for admins.

    `before` is the booking after which a long list goes on; `today` is whatever day it is by then, where `day` is one of
    the calendar.
    """

    status: str = ""
    payment: str = ""
    kind: str = ""
    venue: str = ""
    text: str = ""
    day: date | None = None
    today: bool = False
    page: int = 1
    before: str = ""
    staff: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anything at all."""
        return bool(self.status or self.payment or self.kind or self.venue or self.text or self.day or self.today)


def parse_filter(query: Mapping[str, str], *, staff: str = "") -> Filter:
    """The filter that an address asks for. Raises RuleViolation, naming the field, for what no list can be narrowed to."""
    kind, text, page = (
        query.get("kind", "").strip().lower(),
        " ".join(kept(query.get("q", "")).split()),
        query.get("page", ""),
    )
    if kind and kind not in KINDS:
        raise RuleViolation("bad_kind", "There are courts, appointments, events and flights.", "kind")
    check_characters(text, "search", at="q")
    if length(text) > LONGEST_TEXT:
        raise RuleViolation(
            "too_long_text", "That is too long to search for. A name, a code or an address is enough.", "q"
        )
    return Filter(
        status=str(parse_status(query["status"])) if query.get("status") else "",
        payment=_payment(query.get("payment", "")),
        kind=kind,
        venue=query.get("venue", "")[:36],
        text=text,
        day=parse_day(query["day"], field="day") if query.get("day") and query["day"] != TODAY else None,
        today=query.get("day") == TODAY,
        page=parse_page(page),
        before=query.get("before", "")[:36],
        staff=staff,
    )


def parse_page(text: str, *, last: int = _LAST_PAGE) -> int:
    """The number of a page, from an address. Raises RuleViolation."""
    digits = text.strip().lstrip("0") if text.strip().isascii() else "?"
    if text and not (digits.isdigit() and len(digits) <= len(str(last)) and int(digits) <= last):
        raise RuleViolation("bad_page", "There is no such page of the list.", "page")
    return int(digits) if text else 1


def to_query(wanted: Filter) -> str:
    """The filter as the query of an address, without what is not asked for: the same for equal filters."""
    query = {
        "staff": wanted.staff,
        "q": wanted.text,
        "kind": wanted.kind,
        "venue": wanted.venue,
        "payment": wanted.payment.lower(),
        "status": wanted.status.lower(),
        "day": TODAY if wanted.today else wanted.day.isoformat() if wanted.day else "",
        "page": str(wanted.page) if wanted.page > 1 else "",
        "before": wanted.before,
    }
    return urlencode({name: value for name, value in query.items() if value})


def day_meant(session: Session, wanted: Filter) -> date | None:
    """The day of a filter: for "today" the one that it is at its venue, or where most of the venues are."""
    if not wanted.today:
        return wanted.day
    zones = select(Venue.zone).group_by(Venue.zone).order_by(func.count().desc(), Venue.zone)
    zone = session.scalar(zones.where(Venue.id == wanted.venue) if wanted.venue else zones)
    return local_day(moment_of(session), zone or "UTC")


def from_query(view: str) -> Filter | None:
    """The filter that `to_query` wrote; None for anything else."""
    try:
        query = dict(parse_qsl(view, strict_parsing=True, max_num_fields=10)) if view else {}
        wanted = parse_filter(query, staff=query.get("staff", ""))
    except ValueError:  # RuleViolation is one
        return None
    return wanted if to_query(wanted) == view else None


@dataclass(frozen=True)
class VenueChoice:
    """A venue to which a list can be narrowed down."""

    id: str
    name: str
    zone: str


def _payment(word: str) -> str:
    if word.strip().upper() in BALANCES:
        return word.strip().upper()
    return str(parse_payment_status(word, field="payment")) if word else ""


def venues_of(session: Session, staff: str) -> list[VenueChoice]:
    """The venues where this person works, by name; for "" all there are."""
    query = select(Venue.id, Venue.name, Venue.zone).order_by(Venue.name, Venue.id)
    if staff:
        query = query.join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == staff)
    return [VenueChoice(*row) for row in session.execute(query)]
