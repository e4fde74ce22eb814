"""The types of request fields: parsed by the rules, as in forms, and each with its JSON schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema

from bookings.desk.money.pay import METHODS
from bookings.payments.mismatches import AGAIN, ASK, SETTLE
from bookings.reading.flights.disrupted import STATES
from bookings.reading.flights.manifest import STATES as TRAVELLERS
from bookings.reading.payments.late import REFUND, TAKE
from bookings.reading.payments.mismatches import Kind
from bookings.rules.flights.boarding import BoardingAct
from bookings.rules.flights.disruption import CHOICES
from bookings.rules.money.amounts import parse_amount
from bookings.rules.notifications.groups import GROUPS
from bookings.rules.notifications.words import KIND_LIMIT, MESSAGE_LIMIT, TITLE_LIMIT
from bookings.rules.overrides import LONGEST_REASON, clean_reason
from bookings.rules.passengers import TYPES, clean_birthday
from bookings.rules.setup.flight import airport_code
from bookings.rules.status import BookingStatus, FlightStatus, parse_flight_status, parse_status
from bookings.rules.text.conversation import MESSAGE_LIMIT as LONGEST_MESSAGE
from bookings.rules.text.conversation import clean_message
from bookings.rules.text.names import EMAIL_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean_email, clean_name, clean_note
from bookings.rules.text.phones import PHONE_LIMIT, PHONE_SHORTEST, clean_phone
from bookings.rules.times.zones import parse_day, parse_instant
from bookings.wire.encode import one_of


def _text(read: Callable[..., str], most: int, least: int = 1, **how: Any) -> tuple[Any, Any]:
    schema = {"type": "string", "minLength": least, "maxLength": most}
    return PlainValidator(lambda value: read(value, **how)), WithJsonSchema(schema)


def _pattern(pattern: str, sentence: str) -> tuple[Any, Any]:
    """A text of one pattern, which stands in the schema; the sentence is for anything else."""

    def read(value: object) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise ValueError(sentence)

    return PlainValidator(read), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


def _amount(value: object) -> Decimal:
    if isinstance(value, str):
        raise ValueError("Write the amount as a number, for example 12.50.")
    return parse_amount(value)


def _name_or_none(value: object) -> str:
    return "" if isinstance(value, str) and not value.strip() else clean_name(value)


def _birthday(value: object) -> str:
    return clean_birthday(value).isoformat()


def _choice(words: tuple[str, ...], normalize: Callable[[str], str]) -> tuple[Any, Any]:
    """One of these words, in upper or lower case."""

    def read(value: object) -> str:
        if isinstance(value, str) and normalize(value.strip()) in words:
            return normalize(value.strip())
        raise ValueError(f"Use one of: {', '.join(words)}.")

    return PlainValidator(read), one_of(words)


_NAME, _EMAIL = _text(clean_name, NAME_LIMIT), _text(clean_email, EMAIL_LIMIT, 3)
_TITLE = _text(clean_name, 20, field="title", limit=20)
_PHONE = _text(clean_phone, PHONE_LIMIT, PHONE_SHORTEST)

Id = Annotated[
    str,
    *_pattern(
        r"[A-Za-z0-9-]{1,64}", "This is not an id. Send one as it was given out here, letters, digits and dashes."
    ),
]
EventId = Annotated[int, Field(ge=1, le=2**31 - 1)]
Label = Annotated[
    str,
    *_pattern(r"[A-Za-z0-9][A-Za-z0-9 -]{0,11}", "This is not a seat. Write it as the seat map does, for example 12A."),
]
CabinClass = Annotated[
    str,
    *_pattern(r"[A-Za-z][A-Za-z _-]{0,39}", "This is not a cabin. Write it as the flight does, for example ECONOMY."),
]
Name = Annotated[str, *_NAME]
NameOrNone = Annotated[str, *_text(_name_or_none, NAME_LIMIT, 0)]
Title = Annotated[str, *_TITLE]
Email = Annotated[str, *_EMAIL]
Phone = Annotated[str, *_PHONE]
Note = Annotated[str, *_text(clean_note, NOTE_LIMIT, 0)]
MessageTitle = Annotated[str, *_text(clean_name, TITLE_LIMIT, field="title", limit=TITLE_LIMIT)]
MessageText = Annotated[str, *_text(clean_note, MESSAGE_LIMIT, field="message", limit=MESSAGE_LIMIT)]
ConversationText = Annotated[str, *_text(clean_message, LONGEST_MESSAGE)]
NotificationType = Annotated[
    str, *_pattern(rf"[a-z][a-z0-9_]{{0,{KIND_LIMIT - 1}}}", "This is not a type. Write a short word like booking_reminder.")
]
NotificationKind = Annotated[str, *_choice(tuple(GROUPS), str.lower)]
Reason = Annotated[str, *_text(clean_reason, LONGEST_REASON)]
Instant = Annotated[
    datetime,
    PlainValidator(lambda value: parse_instant(value)),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date, PlainValidator(lambda value: parse_day(value)), WithJsonSchema({"type": "string", "format": "date"})
]
Airport = Annotated[
    str,
    PlainValidator(lambda value: airport_code(value, "airport")),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{3}$"}),
]
Birthday = Annotated[
    str,
    PlainValidator(_birthday),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Status = Annotated[BookingStatus, PlainValidator(lambda value: parse_status(value)), one_of(BookingStatus)]
FlightStatusWord = Annotated[
    FlightStatus, PlainValidator(lambda value: parse_flight_status(value)), one_of(FlightStatus)
]
Amount = Annotated[Decimal, PlainValidator(_amount), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Kept = Annotated[Decimal, PlainValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0})]
Method = Annotated[str, *_choice(METHODS, str.lower)]
PassengerType = Annotated[str, *_choice(TYPES, str.upper)]
Secret = Annotated[str, StringConstraints(max_length=1024)]
FlightChoiceWord = Annotated[str, *_choice(CHOICES, str.lower)]
LateChoiceWord = Annotated[str, *_choice((TAKE, REFUND), str.lower)]
MismatchKind = Annotated[str, *_choice(tuple(Kind), str.lower)]
MismatchId = Annotated[str, *_pattern(r"[!-~]{1,255}", "This is not an id of a mismatch.")]
MismatchAct = Annotated[str, *_choice((SETTLE, AGAIN, ASK), str.lower)]
DisruptedState = Annotated[str, *_choice(STATES, str.lower)]
TravellerState = Annotated[str, *_choice(tuple(TRAVELLERS), str.lower)]
BoardingActWord = Annotated[str, *_choice(tuple(BoardingAct), str.lower)]
EventKind = Annotated[str, *_choice(("show", "flight"), str.lower)]
