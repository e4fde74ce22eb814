"""Who travels on a flight: ages by the day of the flight, and who may sit where."""

from datetime import date
from typing import Any

import pytest

from bookings.rules.passengers import check_exit_rows, clean_contact, clean_party, may_sit_by_an_exit, written_party
from bookings.rules.violation import RuleViolation

DAY = date(2026, 3, 4)


def who(kind: str = "ADULT", born: str = "", first: str = "Mia") -> dict[str, Any]:
    return {"type": kind, "firstName": first, "lastName": "Finch", "dateOfBirth": born}


MIA, TIM = who("CHILD", "2019-05-05"), who("INFANT", "2025-05-05", "Tim")


def refused(*args: Any) -> RuleViolation:
    with pytest.raises(RuleViolation) as violation:
        clean_party(*args)
    return violation.value


@pytest.mark.parametrize(
    ("kind", "born", "fits"),
    [
        ("ADULT", "2014-03-04", True), ("ADULT", "2014-03-05", False), ("ADULT", "1990-01-31", True),
        ("CHILD", "2014-03-04", False), ("CHILD", "2014-03-05", True), ("CHILD", "2024-03-04", True),
        ("CHILD", "2024-03-05", False), ("INFANT", "2024-03-05", True), ("INFANT", "2024-03-04", False),
        ("INFANT", "2026-01-01", True), ("ADULT", "2016-02-29", False), ("CHILD", "2024-02-29", True), ("ADULT", "", True),
    ],
)  # fmt: skip
def test_an_age_fits_how_somebody_travels_on_the_day_of_the_flight(kind: str, born: str, fits: bool) -> None:
    party = [who(kind, born), who()] if kind == "INFANT" else [who(kind, born)]
    if fits:
        assert clean_party(party, 1, DAY)[0]["type"] == kind
    else:
        violation = refused(party, 1, DAY)
        assert (violation.code, violation.field) == ("age", "passengers.0.dateOfBirth") and "Mia is" in violation.message


@pytest.mark.parametrize(
    ("party", "seats", "code"),
    [
        ([], 1, "passengers_needed"),
        ([TIM], 0, "infant_alone"),
        ([MIA, TIM], 1, "infant_alone"),
        ([who(), TIM, TIM], 1, "too_many_infants"),
        ([who(), who()], 1, "not_one_seat_each"),
        ([who()], 2, "not_one_seat_each"),
        ([who("PET")], 1, "bad_type"),
        ([{**who(first=" "), "lastName": ""}], 1, "missing"),
        ([who(born="31.1.1990")], 1, "bad_birthday"),
        ([who(born="2999-01-31")], 1, "bad_birthday"),
        ([who(born="1850-01-31")], 1, "bad_birthday"),
        ([who("CHILD")], 1, "birthday_needed"),
        ([who(), who("INFANT")], 1, "birthday_needed"),
    ],
)
def test_a_party_that_cannot_fly_so_is_refused_with_the_reason(party: list[dict[str, Any]], seats: int, code: str) -> None:
    assert refused(party, seats, DAY).code == code


@pytest.mark.parametrize(
    ("party", "exits", "may"),
    [
        ([who(), who()], [True, True], True),
        ([who(), MIA], [True, False], True),
        ([MIA, who()], [True, False], False),
        ([who(), TIM], [True], False),
        ([who(), who(), TIM], [True, False], True),
        ([who(), TIM, MIA], [True, False], False),
    ],
)
def test_exit_rows_are_for_adults_without_an_infant_on_the_lap(
    party: list[dict[str, Any]], exits: list[bool], may: bool
) -> None:
    if may:
        check_exit_rows(party, exits)
    else:
        with pytest.raises(RuleViolation) as violation:
            check_exit_rows(party, exits)
        assert violation.value.code == "exit_row"
    assert may_sit_by_an_exit(party) == all(each["type"] == "ADULT" for each in party)


@pytest.mark.parametrize("given", [{"firstName": "Suharto"}, {"lastName": "Suharto"}, {"firstName": " ", "lastName": "Suharto"}])
def test_one_name_alone_is_a_name(given: dict[str, str]) -> None:
    (kept,) = clean_party([given], 1, DAY)
    assert (kept["firstName"], kept["lastName"], written_party([kept], ["3A"])) == ("", "Suharto", ("3A Suharto",))


def test_how_somebody_travels_follows_from_the_day_of_birth_where_nobody_says_it() -> None:
    party = clean_party([{**who(born=born), "type": ""} for born in ("1990-01-31", "2019-05-05", "2025-05-05")], 2, DAY)
    assert [each["type"] for each in party] == ["ADULT", "CHILD", "INFANT"]


def test_a_flight_asks_how_they_are_reached() -> None:
    for contact in (None, {}, {"phone": "+41 79 000 00 00"}, {"email": "nobody"}):
        with pytest.raises(RuleViolation) as violation:
            clean_contact(contact)
        assert violation.value.field == "contactInfo.email"
    assert clean_contact({"email": " A@Example.com ", "phone": "079 1"}) == {"email": "a@example.com", "phone": "079 1"}


def test_who_sits_where_is_written_in_words() -> None:
    party = [who(first="Ann"), who("INFANT", first="Tim"), who("CHILD")]
    assert written_party(party, ["3B", "3A"]) == ("3B Ann Finch", "Tim Finch (infant)", "3A Mia Finch (child)")
    assert written_party([], ["3A"]) == ()
