"""What is typed beside a board, read into arguments for the desk, and a refusal as the form shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bookings.errors import Offer, Refusal
from bookings.reading.boards.cells import Cell
from bookings.reading.boards.day import Board
from bookings.reading.bookings.view import BookingView
from bookings.rules.times.zones import exact_label, parse_day, parse_instant, to_local, to_utc
from bookings.rules.violation import DoubledTime, RuleViolation, SkippedTime

Form = Mapping[str, str]

IN_THE_WAY = "These bookings lie in that time. Move or cancel them first; a closure never lies over a booking."


@dataclass(frozen=True)
class FormErrors:
    """Why a form was refused: a sentence at the top, sentences at fields, offers of what is free, the cards in the way.

    `overridable`: what the sentence says may be set aside, and the form asks why.
    """

    message: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    cells: tuple[Cell, ...] = ()
    overridable: bool = False


def form_errors(refused: Refusal | RuleViolation, fields: Collection[str], zone: str) -> FormErrors:
    """At the field when it is about one of `fields`, else at the top. A time that comes twice or never brings two that are clear."""
    if isinstance(refused, DoubledTime | SkippedTime):
        both = (refused.first, refused.second) if isinstance(refused, DoubledTime) else (refused.before, refused.after)
        return FormErrors(refused.message, offers=tuple(Offer(exact_label(each, zone), start=each) for each in both))
    if refused.overridable:
        return FormErrors(refused.message, overridable=True)
    if isinstance(refused, RuleViolation):
        if refused.field is not None and refused.field in fields:
            return FormErrors(fields={refused.field: refused.message})
        return FormErrors(refused.message)
    at_fields = {name: refused.message for name in refused.fields if name in fields}
    return FormErrors("" if at_fields else refused.message, at_fields, refused.offers)


def conflicting_claims(board: Board, courts: Collection[str], start: datetime, end: datetime) -> FormErrors:
    """The cards that a closure of these courts would lie over."""
    cells = board.touched((court, start, end) for court in courts)
    # A card that began before is found by the places that it covers.
    rows = {(cell.court.id, cell.row) for cell in cells}
    cards = [
        cell
        for cell in board.cells.values()
        if cell.card and any((cell.court.id, cell.row + step) in rows for step in range(cell.span))
    ]
    return FormErrors(IN_THE_WAY, cells=tuple(cards))


def with_offer_applied(form: Form) -> dict[str, str]:
    """The form with the `offer` that was chosen put in: "court start end coach", of which the last two may lack."""
    offered = dict(zip(("court", "start", "end", "coach"), form.get("offer", "").split(), strict=False))
    return {**form, **offered, **({"until": ""} if offered else {})}


def override_of(form: Form) -> str | None:
    """Why rules are set aside, when that was typed."""
    return form.get("override", "").strip() or None


def parse_places(form: Form) -> int:
    """How many places of a group are wanted; one where nothing was typed. Raises RuleViolation."""
    text = form.get("places", "").strip() or "1"
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise RuleViolation("bad_places", "Write a whole number of places.", "places")
    return int(text)


def typed_end(form: Form, start: datetime, zone: str) -> datetime:
    """When what begins at `start` ends: at `until`, a time of that day or the next one, when that was typed; else as was chosen."""
    if not form.get("until", "").strip():
        return parse_instant(form.get("end"), field="end")
    begins = to_local(start, zone).replace(tzinfo=None)
    until = datetime.combine(begins.date(), _clock(form, "until"))
    try:
        return to_utc(until if until > begins else until + timedelta(days=1), zone, field="until")
    except DoubledTime as twice:
        return twice.second
    except SkippedTime as never:
        return never.after


def customer_of_form(form: Form, *, staff: bool, prefix: str = "") -> dict[str, str] | None:
    """The customer of the booking: one who was chosen, else the name, the address and the number that were typed.

    None when nothing was filled in; what a customer fills in goes to the desk too, which refuses it.
    """
    if form.get("customer"):
        return {"id": form["customer"]}
    typed = {name: form.get(prefix + name, "").strip() for name in ("name", "email", "phone")}
    return typed if staff or any(typed.values()) else None


def moved_start(form: Form, booking: BookingView) -> datetime:
    """When the moved booking begins: an offer's start, else `time` on `day` at the venue. Raises RuleViolation."""
    if form.get("start"):
        return parse_instant(form["start"])
    wanted = datetime.combine(parse_day(form.get("day"), field="day"), _clock(form, "time"))
    # In a doubled hour "the same time" is the one that it has, not a question.
    if wanted == to_local(booking.starts_at, booking.zone).replace(tzinfo=None):
        return booking.starts_at
    return to_utc(wanted, booking.zone, field="time")


def opened_start(query: Form, day: date, zone: str) -> datetime:
    """When what an address asks for would begin: at `time` on the board's `day`, else at `start`. Raises RuleViolation."""
    if not query.get("time", "").strip():
        return parse_instant(query.get("start"))
    return to_utc(datetime.combine(day, _clock(query, "time")), zone, field="time")


def _clock(form: Form, name: str) -> time:
    try:
        return time.fromisoformat(form.get(name, "").strip()).replace(tzinfo=None)
    except ValueError as error:
        raise RuleViolation("bad_time", "Write the time of day like 14:30.", name) from error


def closing_of(form: Form, courts: Collection[str]) -> tuple[datetime, datetime]:
    """From when to when `courts` are to be closed. Raises RuleViolation."""
    if not courts:
        raise RuleViolation("missing", "Choose at least one.", "courts")
    return parse_instant(form.get("start")), parse_instant(form.get("end"), field="end")
