"""What people write about themselves."""

from __future__ import annotations

from typing import Any

import pytest

from bookings.accounts.own.profile import change_profile
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import Invalid
from bookings.rules.people import read_names, write_names
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.people import ANN


def test_people_write_their_name_number_and_family_themselves(database: Database, desk: Desk) -> None:
    given = {"name": " Anna  Canarini ", "phone": "+41 44 123 45 67", "date_style": "iso", "names": "Rex (pet)\n\nLea\nlea"}
    desk.do(ANN, change_profile, given)
    row = records.person(database, ANN.id)
    assert (row.name, row.phone, row.date_style) == ("Anna Canarini", "+41 44 123 45 67", "iso")
    assert row.names == [{"name": "Rex", "kind": "pet"}, {"name": "lea", "kind": "family"}] or row.names[1]["name"] == "Lea"
    assert read_names(write_names(row.names)) == row.names


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("phone", "call me"), ("date_style", "us"), ("names", "x\n" * 2000), ("names", "\n".join(f"n{n}" for n in range(21)))],
)
def test_what_cannot_be_is_refused_at_its_field(database: Database, desk: Desk, field: str, value: Any) -> None:
    with records.nothing_changes(database), pytest.raises((Invalid, RuleViolation)) as refused:
        desk.do(ANN, change_profile, {"name": "Anna", field: value})
    assert isinstance(refused.value, Invalid) and list(refused.value.fields) == [field]
