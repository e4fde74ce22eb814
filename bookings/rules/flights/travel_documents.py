"""The travel documents of a flight's passengers: what may be written of each, and until when.

They are asked for after the booking, are read by whoever booked and by the airline's staff alone, and go down no socket.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from babel import Locale

from bookings.rules.passengers import name_of
from bookings.rules.sale import CLOSED_FLIGHTS, FlightFacts
from bookings.rules.status import BookingStatus
from bookings.rules.switching import Denial
from bookings.rules.times.zones import parse_day
from bookings.rules.violation import RuleViolation

PASSPORT, CARD = KINDS = ("passport", "identity card")
WRITTEN_IN = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)
FIELDS = ("kind", "number", "nationality", "expires")
Document = dict[str, str]
_NO_COUNTRIES = {"EU", "EZ", "QO", "XA", "XB", "ZZ"}
_NUMBER = re.compile(r"[A-Z0-9]{4,20}")


def clean_documents(given: Sequence[Mapping[str, Any]], party: Sequence[Mapping[str, Any]], day: date) -> list[Document]:
    """The documents as they are kept, in the passengers' order; {} of whom nothing is written yet.

    `day` is that of the flight, on which each has to be good. Raises RuleViolation, its field written as documents.0.number.
    """
    if len(given) != len(party):
        raise RuleViolation("not_one_each", f"Send one for each of the {len(party)} passengers, in their order.", "documents")
    return [_document(each, passenger, f"documents.{n}.", day) for n, (each, passenger) in enumerate(zip(given, party, strict=True))]


def why_not_write(status: BookingStatus, flight: FlightFacts, starts_at: datetime, now: datetime) -> Denial | None:
    """Why the documents stay as they are; None while they can be written."""
    if flight.status in CLOSED_FLIGHTS or starts_at <= now:
        word = flight.status.value.lower() if flight.status in CLOSED_FLIGHTS else "about to leave"
        return Denial("flight_closed", f"{flight.number} is {word}, so the documents stay as they are.")
    if status not in WRITTEN_IN:
        return Denial("not_to_come", "This booking is not to come, so its documents stay as they are.")
    return None


def fingerprint(documents: Sequence[Mapping[str, str]]) -> str:
    """What a form says by which it was drawn for these."""
    return hashlib.sha256(json.dumps([dict(each) for each in documents], sort_keys=True).encode()).hexdigest()[:16]


def missing(documents: Sequence[Mapping[str, str]], party: Sequence[Mapping[str, Any]]) -> int:
    """Of how many passengers there is none yet."""
    return len(party) - sum(bool(each) for each in documents)


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(code, name) of those that issue documents, by name."""
    named = ((str(code), str(name)) for code, name in Locale("en").territories.items())
    issuing = (each for each in named if re.fullmatch(r"[A-Z]{2}", each[0]) and each[0] not in _NO_COUNTRIES)
    return tuple(sorted(issuing, key=lambda each: each[1]))


def _document(given: Mapping[str, Any], passenger: Mapping[str, Any], place: str, day: date) -> Document:
    written = {name: str(given.get(name) or "").strip() for name in FIELDS}
    if not any(written[name] for name in ("number", "nationality", "expires")):
        return {}
    kind = written["kind"].lower() or PASSPORT
    if kind not in KINDS:
        raise RuleViolation("bad_document", f"Use one of: {', '.join(KINDS)}.", f"{place}kind")
    number = re.sub(r"[\s.-]", "", written["number"]).upper()
    if _NUMBER.fullmatch(number) is None:
        raise RuleViolation("bad_document", "Write the number as it stands in the document: letters and digits, 4 to 20.", f"{place}number")
    nationality = written["nationality"].upper()
    if nationality not in dict(countries()):
        raise RuleViolation("bad_document", "Choose a country, or write its two letters, such as CH.", f"{place}nationality")
    if not written["expires"]:
        raise RuleViolation("bad_document", "Say until when the document is good.", f"{place}expires")
    expires = parse_day(written["expires"], field=f"{place}expires")
    if expires < day:
        raise RuleViolation(
            "bad_document", f"The document of {name_of(passenger)} has to be good on the day of the flight, {day.isoformat()}.",
            f"{place}expires",
        )  # fmt: skip
    return {"kind": kind, "number": number, "nationality": nationality, "expires": expires.isoformat()}
