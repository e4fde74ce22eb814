"""The code on a boarding pass, as gates everywhere read it: the mandatory items of IATA's BCBP (Resolution 792) for one leg."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_NAME = 20
_COMPARTMENTS = {"FIRST": "F", "BUSINESS": "J", "PREMIUM_ECONOMY": "W"}
_NUMBER = re.compile(r"([A-Z0-9]{2,3}?) ?([0-9]{1,4})([A-Z]?)")
_SEAT = re.compile(r"([0-9]{1,3})-?([A-Z])")
_TRANSCRIBED = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ẞ": "SS", "Æ": "AE", "Ø": "OE", "Å": "AA", "Þ": "TH", "Ð": "D", "Ł": "L"})
CHECKED_IN = "1"


def boarding_code(
    *, first_name: str, last_name: str, pnr: str, origin: str, destination: str, number: str, day: date, cabin_class: str, seat: str,
    sequence: int,
) -> str:  # fmt: skip
    """Sixty characters. `day` is that of the departure where it leaves, `seat` "" for an infant on a lap."""
    flight = _NUMBER.fullmatch(number)
    carrier, digits, suffix = flight.groups() if flight else ("", "0", "")
    place = _SEAT.fullmatch(seat)
    written = f"{int(place[1]):03}{place[2]}" if place else (seat or "INF")[:4]
    name = "/".join(filter(None, (transcribed(last_name), transcribed(first_name))))
    return "".join(
        (
            "M1", f"{name[:_NAME]:{_NAME}}", "E", f"{pnr:7}", origin, destination, f"{carrier:3}", f"{int(digits):04}{suffix:1}",
            f"{day.timetuple().tm_yday:03}", _COMPARTMENTS.get(cabin_class, "Y"), f"{written:4}", f"{sequence:04} ", CHECKED_IN, "00",
        )
    )  # fmt: skip


def transcribed(name: str) -> str:
    """A name in the letters A to Z, as passports transcribe it (ICAO 9303); "X" where nothing of it can be."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).upper().translate(_TRANSCRIBED))
    return re.sub(r"[^A-Z ]", "", parts).strip() or ("X" if name else "")
