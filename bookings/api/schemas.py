"""What comes in: one model for each kind of body and query. The rules do the reading, so that forms and programs obey the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from bookings.api.bodies import Body, Query
from bookings.desk.capacity import MOST as MOST_SEATS
from bookings.desk.pay import METHODS
from bookings.live.wire import one_of
from bookings.rules.money import parse_amount
from bookings.rules.names import EMAIL_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean_email, clean_name, clean_note
from bookings.rules.status import BookingStatus, FlightStatus, parse_flight_status, parse_status
from bookings.rules.times import parse_day, parse_instant

LARGEST_PAGE = 10_000
SEATS_AT_ONCE = 60
PASSENGERS_AT_ONCE = 20
TYPES = ("ADULT", "CHILD", "INFANT")


def _text(read: Callable[..., str], most: int, least: int = 1, **how: Any) -> tuple[Any, Any]:
    schema = {"type": "string", "minLength": least, "maxLength": most}
    return PlainValidator(lambda value: read(value, **how)), WithJsonSchema(schema)


def _amount(value: object) -> Decimal:
    if isinstance(value, str):
        raise ValueError("Write the amount as a number, for example 12.50.")
    return parse_amount(value)


def _birthday(value: object) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not date(1900, 1, 1) <= day <= datetime.now(UTC).date():
        raise ValueError("Write the day of birth as year, month and day, for example 1990-01-31.")
    return day.isoformat()


def _word(words: tuple[str, ...], kept: Callable[[str], str]) -> tuple[Any, Any]:
    """One of these words, in either case."""

    def read(value: object) -> str:
        if isinstance(value, str) and kept(value.strip()) in words:
            return kept(value.strip())
        raise ValueError(f"Use one of: {', '.join(words)}.")

    return PlainValidator(read), one_of(words)


def _said(name: str) -> JsonDict:
    """A field is there, and not null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


_NAME, _EMAIL = _text(clean_name, NAME_LIMIT), _text(clean_email, EMAIL_LIMIT, 3)
_TITLE, _PHONE = _text(clean_name, 20, field="title", limit=20), r"^[0-9+(). /-]{3,40}$"

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
EventId = Annotated[int, Field(ge=1, le=2**31 - 1)]
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,11}$")]
Name = Annotated[str, *_NAME]
Title = Annotated[str, *_TITLE]
Email = Annotated[str, *_EMAIL]
Phone = Annotated[str, StringConstraints(pattern=_PHONE)]
Note = Annotated[str, *_text(clean_note, NOTE_LIMIT, 0)]
Instant = Annotated[
    datetime,
    PlainValidator(lambda value: parse_instant(value)),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date, PlainValidator(lambda value: parse_day(value)), WithJsonSchema({"type": "string", "format": "date"})
]
Birthday = Annotated[str, PlainValidator(_birthday), WithJsonSchema({"type": "string", "format": "date"})]
Status = Annotated[BookingStatus, PlainValidator(lambda value: parse_status(value)), one_of(BookingStatus)]
FlightStatusWord = Annotated[
    FlightStatus, PlainValidator(lambda value: parse_flight_status(value)), one_of(FlightStatus)
]
Amount = Annotated[Decimal, PlainValidator(_amount), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Method = Annotated[str, *_word(METHODS, str.lower)]
PassengerType = Annotated[str, *_word(TYPES, str.upper)]
Secret = Annotated[str, StringConstraints(max_length=1024)]


class LogIn(Body):
    email: Annotated[str, StringConstraints(max_length=1024)]
    password: Secret


class Refresh(Body):
    refresh_token: Secret


class Passenger(Body):
    """An infant sits on an adult's lap and has no seat."""

    type: PassengerType
    title: Title | None = None
    first_name: Name
    last_name: Name
    date_of_birth: Birthday | None = None


class ContactInfo(Body):
    email: Email
    phone: Phone | None = None


class NewFlightBooking(Body):
    """A seat for every passenger but infants: the named ones, or the best together in this cabin."""

    named_by: ClassVar[str] = "flightId"

    flight_id: Id
    cabin_class: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z _-]{0,39}$")]
    passengers: Annotated[list[Passenger], Field(min_length=1, max_length=PASSENGERS_AT_ONCE)]
    contact_info: ContactInfo
    seats: Annotated[list[Label], Field(min_length=1, max_length=PASSENGERS_AT_ONCE)] | None = None
    note: Note | None = None


class NewSeatBooking(Body):
    """These seats, or the best `quantity` of them."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_said("seats"), _said("quantity")]})
    named_by: ClassVar[str] = "eventId"

    event_id: EventId
    seats: Annotated[list[Label], Field(min_length=1, max_length=SEATS_AT_ONCE)] | None = None
    quantity: Annotated[int, Field(ge=1, le=SEATS_AT_ONCE)] | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> NewSeatBooking:
        if (self.seats is None) == (self.quantity is None):
            raise ValueError("Name the seats, or say how many.")
        return self


class NewCourtBooking(Body):
    named_by: ClassVar[str] = "courtId"

    court_id: Id
    start: Instant
    end: Instant
    coach_id: Id | None = None
    note: Note | None = None


class NewAppointment(Body):
    """With the named provider, or with the first who is free."""

    named_by: ClassVar[str] = "serviceId"

    service_id: Id
    start: Instant
    provider_id: Id | None = None
    note: Note | None = None


class Cancellation(Body):
    reason: Note | None = None


class NewPayment(Body):
    amount: Amount
    method: Method | None = None


class OperationsBookingRequest(Body):
    """For whom: `userId`, or `userName` and `userEmail` to find or write down a customer; without them, for oneself."""

    court_id: Id
    start: Instant
    end: Instant
    user_id: Id | None = None
    user_name: Name | None = None
    user_email: Email | None = None
    coach_id: Id | None = None
    status: Status | None = None
    booking_status: Status | None = None
    note: Note | None = None


class OperationsBookingChange(Body):
    """A new status, another place or time (`start` with `end`), or a note; at least one of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [_said(name) for name in ("status", "bookingStatus", "courtId", "start", "note")],
            "allOf": [
                {"if": _said("start"), "then": _said("end")},
                {"if": _said("end"), "then": _said("start")},
            ],
        }
    )

    status: Status | None = None
    booking_status: Status | None = None
    court_id: Id | None = None
    start: Instant | None = None
    end: Instant | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _something(self) -> OperationsBookingChange:
        if (self.start is None) != (self.end is None):
            raise ValueError("A new time needs its start and its end.")
        if all(each is None for each in (self.status, self.booking_status, self.court_id, self.start, self.note)):
            raise ValueError("Say what is to change: status, courtId, start and end, or note.")
        return self


class EventChange(Body):
    seat_capacity: Annotated[int, Field(ge=1, le=MOST_SEATS)]


class FlightStatusChange(Body):
    status: FlightStatusWord


class Paged(Query):
    page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 25


class BookingsWanted(Paged):
    club_id: Id | None = None
    date: Day | None = None
    status: Status | None = None


class DayWanted(Query):
    club_id: Id
    date: Day | None = None


class DateWanted(Query):
    date: Day | None = None


class EventsWanted(Paged):
    kind: Annotated[str, *_word(("show", "flight"), str.lower)] | None = None
    venue_id: Id | None = None
