"""Who travels on a flight: what a booking has to say of its passengers, and which seats they may have.

Ages are those on the flight's local day. An infant sits on an adult's lap and has no seat. Each of the others has the
seat in their own place of the list of seats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from bookings.rules.text.names import clean_email, clean_name
from bookings.rules.text.phones import clean_phone
from bookings.rules.violation import RuleViolation

ADULT, CHILD, INFANT = TYPES = ("ADULT", "CHILD", "INFANT")
_AGES = {ADULT: (12, 150), CHILD: (2, 11), INFANT: (0, 1)}
_FITTING = {ADULT: "An adult is 12 or older", CHILD: "A child is 2 to 11 years old", INFANT: "An infant is under 2"}
_OLDEST = date(1900, 1, 1)
_TITLE = 20
Kept = TypeVar("Kept")


def clean_party(passengers: Sequence[Mapping[str, Any]], seats: int, day: date) -> list[dict[str, str]]:
    """The passengers as they are kept, in their order, for a flight that leaves on the local `day`.

    `seats` is how many are booked. Raises RuleViolation, its field written as passengers.0.firstName.
    """
    if not passengers:
        raise RuleViolation(
            "passengers_needed", "A flight is booked for named passengers: say who travels, and how to reach them.", "passengers"
        )  # fmt: skip
    party = [_passenger(each, f"passengers.{n}.", day) for n, each in enumerate(passengers)]
    adults, infants = (sum(each["type"] == kind for each in party) for kind in (ADULT, INFANT))
    if infants > adults:
        raise RuleViolation(
            "too_many_infants",
            "An infant sits on an adult's lap, so there is at most one for each adult.",
            "passengers",
        )
    if len(party) - infants != seats:
        raise RuleViolation(
            "not_one_seat_each",
            f"Choose one seat for each of the {len(party) - infants} passengers who have one.",
            "seats",
        )
    return party


def check_exit_rows(party: Sequence[Mapping[str, str]], exits: Sequence[bool]) -> None:
    """Refuse a child beside an exit, and an infant on the lap of somebody there. `exits`: of each seat, in the order of the list."""
    seated = [each for each in party if each["type"] != INFANT]
    for passenger, by_exit in zip(seated, exits, strict=True):
        if by_exit and passenger["type"] != ADULT:
            name = f"{passenger['firstName']} {passenger['lastName']}"
            raise RuleViolation(
                "exit_row",
                f"{name} cannot sit in an exit row: it is for adults who can help. Choose another seat.",
                "seats",
            )
    elsewhere = sum(each["type"] == ADULT and not by_exit for each, by_exit in zip(seated, exits, strict=True))
    if len(party) - len(seated) > elsewhere:
        raise RuleViolation(
            "exit_row",
            "Nobody in an exit row may have an infant on the lap. Choose a seat elsewhere for the adult.",
            "seats",
        )


def may_sit_by_an_exit(party: Sequence[Mapping[str, str]]) -> bool:
    """Whether all of them may, so that the best seats can be searched there too."""
    return all(each["type"] == ADULT for each in party)


def clean_contact(contact: Mapping[str, Any] | None, zone: str | None = None) -> dict[str, str]:
    """How the airline (in this time zone) reaches them: an address, and a telephone number if there is one. Raises RuleViolation."""
    if not contact or not contact.get("email"):
        raise RuleViolation(
            "contact_needed", "Say how the airline reaches you: an e-mail address, and a telephone number if you like.",
            "contactInfo.email",
        )  # fmt: skip
    kept = {"email": _in(lambda: clean_email(contact["email"]), "contactInfo.email")}
    if contact.get("phone"):
        kept["phone"] = _in(lambda: clean_phone(contact["phone"], zone=zone), "contactInfo.phone")
    return kept


def written_party(party: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> tuple[str, ...]:
    """Who sits where, in words: "3A Ann Meier", "3B Ben Meier (child)", and an infant without a seat. `labels` as for `check_exit_rows`."""
    seats = iter(labels)
    written = []
    for each in party:
        kind, seat = each["type"], "" if each["type"] == INFANT else next(seats, "")
        words = (seat, each["firstName"], each["lastName"], "" if kind == ADULT else f"({kind.lower()})")
        written.append(" ".join(filter(None, words)))
    return tuple(written)


def age_on(day: date, born: date) -> int:
    """In whole years; somebody born on 29 February is a year older on 1 March of the other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def clean_birthday(text: object) -> date:
    """A day of birth, written as 1990-01-31. Raises RuleViolation."""
    try:
        born = date.fromisoformat(text) if isinstance(text, str) and len(text) == len("1990-01-31") else None
    except ValueError:
        born = None
    if born is None or not _OLDEST <= born <= datetime.now(UTC).date():
        raise RuleViolation(
            "bad_birthday", "Write the day of birth as year, month and day, for example 1990-01-31.", "dateOfBirth"
        )
    return born


def _passenger(given: Mapping[str, Any], place: str, day: date) -> dict[str, str]:
    kind = str(given.get("type") or ADULT).strip().upper()
    if kind not in TYPES:
        raise RuleViolation("bad_type", f"Use one of: {', '.join(TYPES)}.", f"{place}type")
    kept = {"type": kind}
    if given.get("title"):
        kept["title"] = _in(lambda: clean_name(given["title"], field="title", limit=_TITLE), f"{place}title")
    kept["firstName"] = _in(lambda: clean_name(given.get("firstName") or "", field="firstName"), f"{place}firstName")
    kept["lastName"] = _in(lambda: clean_name(given.get("lastName") or "", field="lastName"), f"{place}lastName")
    if given.get("dateOfBirth"):
        born = _in(lambda: clean_birthday(given["dateOfBirth"]), f"{place}dateOfBirth")
        least, most = _AGES[kind]
        if not least <= age_on(day, born) <= most:
            raise RuleViolation(
                "age", f"{_FITTING[kind]} on the day of the flight; {kept['firstName']} is {age_on(day, born)} then.",
                f"{place}dateOfBirth",
            )  # fmt: skip
        kept["dateOfBirth"] = born.isoformat()
    return kept


def _in(read: Callable[[], Kept], field: str) -> Kept:
    """What `read` gives; a refusal of it names `field`."""
    try:
        return read()
    except RuleViolation as violation:
        raise RuleViolation(violation.code, violation.message, field) from violation
