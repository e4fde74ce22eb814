"""The code on a boarding pass is the one that gates read, and leads back to the booking."""

from __future__ import annotations

from datetime import date

import pytest

from bookings.rules.flights.boarding_pass import boarding_code, transcribed
from bookings.rules.text.codes import code_typed


def test_it_has_the_sixty_characters_of_the_standard() -> None:
    code = boarding_code(
        first_name="Ann", last_name="Müller-Weiß", pnr="X7K4TR", origin="ZRH", destination="LIS", number="NL 482", day=date(2026, 3, 4),
        cabin_class="BUSINESS", seat="12A", sequence=7,
    )  # fmt: skip
    assert code == "M1MUELLERWEISS/ANN    EX7K4TR ZRHLISNL 0482 063J012A0007 100" and len(code) == 60
    assert code_typed(code) == "X7K4TR", "whoever scans it finds the booking"


@pytest.mark.parametrize(
    ("seat", "number", "cabin", "written"),
    [
        ("", "NL 482", "ECONOMY", "NL 0482 001YINF 0001 "), ("1-12", "RS 7A", "ECONOMY", "RS 0007A001Y1-120001 "),
        ("9F", "EZY1234", "FIRST", "EZY1234 001F009F0001 "),
    ],
)  # fmt: skip
def test_an_infant_has_no_seat_and_a_number_may_have_a_letter(seat: str, number: str, cabin: str, written: str) -> None:
    code = boarding_code(
        first_name="", last_name="Suharto", pnr="ABC234", origin="ZRH", destination="LIS", number=number, day=date(2026, 1, 1),
        cabin_class=cabin, seat=seat, sequence=1,
    )  # fmt: skip
    assert written in code and len(code) == 60


@pytest.mark.parametrize(("name", "letters"), [("Łódź", "LODZ"), ("O’Neill", "ONEILL"), ("王", "X"), ("", ""), ("Øre Å", "OERE AA")])
def test_names_are_transcribed_as_passports_do(name: str, letters: str) -> None:
    assert transcribed(name) == letters
