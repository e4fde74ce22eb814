"""What a list of bookings is narrowed down to: read from an address, written as a page's view, turned into conditions.

The same text names the view of a page for as long as it is open, so it is canonical: one filter, one text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Person, Staff, Venue
from bookings.rules.broken import RuleBroken
from bookings.rules.status import BookingStatus, parse_payment_status, parse_status
from bookings.rules.times import day_bounds, parse_day

KINDS = ("court", "appointment", "event", "flight")
# What a balance comes to, beside the words for it. As rules.balance reckons it, in the database's terms.
_LIVING = Booking.status != BookingStatus.CANCELLED
_BALANCES = {
    "OWED": _LIVING & (Booking.paid < Booking.price),
    "SURPLUS": Booking.paid > case((_LIVING, Booking.price), else_=Booking.fee),
}
LONGEST_TEXT = 100
"""In the letters of an address. With everything else it has to fit into what a page says of itself (300)."""
_LAST_PAGE = 9999


@dataclass(frozen=True)
class Filter:
    """What a list shows. Empty means all; `staff` is the person at whose venues the list stops, empty for admins."""

    status: str = ""
    payment: str = ""
    kind: str = ""
    venue: str = ""
    text: str = ""
    day: date | None = None
    page: int = 1
    staff: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves out anything at all."""
        return bool(self.status or self.payment or self.kind or self.venue or self.text or self.day)


def parse_filter(said: Mapping[str, str], *, staff: str = "") -> Filter:
    """The filter that an address asks for. Raises RuleBroken, naming the field, for what no list can be narrowed to."""
    kind, text, page = (
        said.get("kind", "").strip().lower(),
        " ".join(said.get("q", "").split()),
        said.get("page") or "1",
    )
    if kind and kind not in KINDS:
        raise RuleBroken("bad_kind", "There are courts, appointments, events and flights.", "kind")
    if not text.isprintable():
        raise RuleBroken("bad_text", "The search contains characters that cannot be shown. Type it anew.", "q")
    if len(urlencode({"q": text})) > LONGEST_TEXT:
        raise RuleBroken(
            "too_long_text", "That is too long to search for. A name, a code or an address is enough.", "q"
        )
    if not page.isdecimal() or not 1 <= int(page[:8]) <= _LAST_PAGE:
        raise RuleBroken("bad_page", "There is no such page of the list.", "page")
    return Filter(
        status=str(parse_status(said["status"])) if said.get("status") else "",
        payment=_payment(said.get("payment", "")),
        kind=kind,
        venue=said.get("venue", "")[:36],
        text=text,
        day=parse_day(said["day"], field="day") if said.get("day") else None,
        page=int(page),
        staff=staff,
    )


def written(wanted: Filter) -> str:
    """The filter as the query of an address, without what is not asked for: the same for equal filters."""
    said = {
        "staff": wanted.staff,
        "q": wanted.text,
        "kind": wanted.kind,
        "venue": wanted.venue,
        "payment": wanted.payment.lower(),
        "status": wanted.status.lower(),
        "day": wanted.day.isoformat() if wanted.day else "",
        "page": str(wanted.page) if wanted.page > 1 else "",
    }
    return urlencode({name: value for name, value in said.items() if value})


def filter_of(view: str) -> Filter | None:
    """The filter that `written` wrote; None for anything that it would not have written."""
    try:
        said = dict(parse_qsl(view, strict_parsing=True, max_num_fields=10)) if view else {}
        wanted = parse_filter(said, staff=said.get("staff", ""))
    except ValueError:  # RuleBroken is one
        return None
    return wanted if written(wanted) == view else None


def conditions(session: Session, wanted: Filter) -> list[ColumnElement[bool]]:
    """What a booking has to fulfil, but for its status: that is counted over all the others."""
    found: list[ColumnElement[bool]] = []
    if wanted.staff:
        found.append(Booking.venue_id.in_(select(Staff.venue_id).where(Staff.person_id == wanted.staff)))
    if wanted.venue:
        found.append(Booking.venue_id == wanted.venue)
    if wanted.kind:
        found.append(Booking.kind == wanted.kind)
    if wanted.payment:
        found.append(_BALANCES.get(wanted.payment.upper(), Booking.payment_status == wanted.payment.upper()))
    if wanted.text:
        like = func.lower(
            f"%{_escaped(wanted.text.strip())}%"
        )  # by the database, or the two would differ beyond A to Z
        columns = (Person.name, Person.email, Booking.pnr)
        found.append(or_(*(func.lower(column).like(like, escape="\\") for column in columns)))
    if wanted.day is not None:
        found.append(_on_day(session, wanted.day))
    return found


@dataclass(frozen=True)
class VenueChoice:
    """A venue to which a list can be narrowed down."""

    id: str
    name: str
    zone: str


def _payment(word: str) -> str:
    if word.strip().upper() in _BALANCES:
        return word.strip().upper()
    return str(parse_payment_status(word, field="payment")) if word else ""


def venues_of(session: Session, staff: str) -> list[VenueChoice]:
    """The venues where this person works, by name; for "" all there are."""
    query = select(Venue.id, Venue.name, Venue.zone).order_by(Venue.name, Venue.id)
    if staff:
        query = query.join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == staff)
    return [VenueChoice(*row) for row in session.execute(query)]


def _on_day(session: Session, day: date) -> ColumnElement[bool]:
    """Each venue's own local day."""
    zones: dict[str, list[str]] = {}
    for venue_id, zone in session.execute(select(Venue.id, Venue.zone)):
        zones.setdefault(zone, []).append(venue_id)
    days = []
    for zone, venue_ids in zones.items():
        begins, ends = day_bounds(day, zone)
        days.append(Booking.venue_id.in_(venue_ids) & (Booking.starts_at < ends) & (Booking.ends_at > begins))
    return or_(*days)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
