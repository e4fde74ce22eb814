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
TITLES = ("Mr", "Ms", "Mrs", "Mx", "Dr")
"""Those that a form offers; programs may write others."""
_AGES = {ADULT: (12, 150), CHILD: (2, 11), INFANT: (0, 1)}
_FITTING = {ADULT: "An adult is 12 or older", CHILD: "A child is 2 to 11 years old", INFANT: "An infant is under 2"}
_OLDEST = date(1900, 1, 1)
_TITLE = 20
Kept = TypeVar("Kept")


def clean_party(passengers: Sequence[Mapping[str, Any]], seats: int, day: date) -> list[dict[str, str]]:
    """The passengers as they are kept, in their order, for a flight that leaves on the local `day`.

    `seats` is how many are booked. Whoever has one name has it as `lastName`. Raises RuleViolation, its field written as
    passengers.0.firstName.
    """
    if not passengers:
        raise RuleViolation(
            "passengers_needed", "A flight is booked for named passengers: say who travels, and how to reach them.", "passengers"
        )  # fmt: skip
    party = [_passenger(each, f"passengers.{n}.", day) for n, each in enumerate(passengers)]
    adults, infants = (sum(each["type"] == kind for each in party) for kind in (ADULT, INFANT))
    if infants and not adults:
        raise RuleViolation(
            "infant_alone", "An infant flies on an adult's lap, so at least one adult has to be in the same booking.", "passengers"
        )
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
            raise RuleViolation(
                "exit_row",
                f"{name_of(passenger)} cannot sit in an exit row: it is for adults who can help. Choose another seat.",
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
        words = (seat, name_of(each), "" if kind == ADULT else f"({kind.lower()})")
        written.append(" ".join(filter(None, words)))
    return tuple(written)


def seated(party: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(seat, name) of those who have one. `labels` as for `check_exit_rows`."""
    names = [name_of(each) for each in party if each["type"] != INFANT]
    return tuple(zip(labels, names, strict=False))


def name_of(passenger: Mapping[str, Any]) -> str:
    """The passenger's names, as many as there are, in one line."""
    return " ".join(filter(None, (passenger["firstName"], passenger["lastName"])))


def age_on(day: date, born: date) -> int:
    """In whole years; somebody born on 29 February is a year older on 1 March of the other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def clean_birthday(text: object) -> date:
    """A day of birth, written as 1990-01-31. Raises RuleViolation."""
    try:
        born = date.fromisoformat(text) if isinstance(text, str) and len(text) == len("1990-01-31") else None
    except ValueError:
        born = None
    if born is None:
        raise RuleViolation(
            "bad_birthday", "Write the day of birth as year, month and day, for example 1990-01-31.", "dateOfBirth"
        )
    if born > datetime.now(UTC).date():
        raise RuleViolation("bad_birthday", "This day of birth is still to come. Look at the year again.", "dateOfBirth")
    if born < _OLDEST:
        raise RuleViolation("bad_birthday", "Nobody is that old. Look at the year of birth again.", "dateOfBirth")
    return born


def _passenger(given: Mapping[str, Any], place: str, day: date) -> dict[str, str]:
    born = _in(lambda: clean_birthday(given["dateOfBirth"]), f"{place}dateOfBirth") if given.get("dateOfBirth") else None
    kind = str(given.get("type") or (_type_at(age_on(day, born)) if born else ADULT)).strip().upper()
    if kind not in TYPES:
        raise RuleViolation("bad_type", f"Use one of: {', '.join(TYPES)}.", f"{place}type")
    kept = {"type": kind}
    if given.get("title"):
        kept["title"] = _in(lambda: clean_name(given["title"], field="title", limit=_TITLE), f"{place}title")
    kept["firstName"], kept["lastName"] = _names(given, place)
    if born is None and kind != ADULT:
        raise RuleViolation(
            "birthday_needed", f"{_FITTING[kind]} on the day of the flight, so write the day of birth.", f"{place}dateOfBirth"
        )
    if born is not None:
        least, most = _AGES[kind]
        if not least <= age_on(day, born) <= most:
            raise RuleViolation("age", f"{_FITTING[kind]} on the day of the flight; {_age(kept, born, day)}", f"{place}dateOfBirth")
        kept["dateOfBirth"] = born.isoformat()
    return kept


def _names(given: Mapping[str, Any], place: str) -> tuple[str, str]:
    """(first, last); one name alone is the last, by which a booking is found again."""
    first, last = (
        _in(lambda name=name: clean_name(given[name], field=name), f"{place}{name}")  # type: ignore[misc]
        if str(given.get(name) or "").strip()
        else ""
        for name in ("firstName", "lastName")
    )
    if not first and not last:
        raise RuleViolation("missing", "Write the name as it stands in the passport. One name alone is a name.", f"{place}lastName")
    return (first, last) if last else ("", first)


def _age(passenger: Mapping[str, str], born: date, day: date) -> str:
    """How old somebody is on the day, in words; whoever is not born yet is no age."""
    if born > day:
        return f"{passenger['firstName'] or passenger['lastName']} is not born then."
    return f"{passenger['firstName'] or passenger['lastName']} is {age_on(day, born)} then."


def _type_at(age: int) -> str:
    return next((kind for kind, (least, most) in _AGES.items() if least <= age <= most), INFANT)


def _in(read: Callable[[], Kept], field: str) -> Kept:
    """What `read` gives; a refusal of it names `field`."""
    try:
        return read()
    except RuleViolation as violation:
        raise RuleViolation(violation.code, violation.message, field) from violation
