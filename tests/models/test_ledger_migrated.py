"""Money that was in the books before the ledger had sums of its own is summed up anew."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from bookings.database import Database
from bookings.database.migrate import FOLDER, migrate
from bookings.models import Booking, Payment
from tests.external import postgres

TEN = "2026-03-03 10:00:00.000000"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_paid_booking_that_came_back_is_owed_again(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """It had been called refunded, and nobody was asked to collect."""
    server = request.getfixturevalue("postgres_server") if engine == "postgresql" else ""
    url = postgres.create_database(server) if server else f"sqlite:///{tmp_path / 'ringside.db'}"
    database = Database(url)
    with database.engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        command.upgrade(config, "0004")
        _fill(connection)
    migrate(database)
    with database.read() as session:
        found = {row.id: row for row in session.scalars(select(Booking))}
        assert (found["back"].payment_status, found["back"].balance.owed) == ("UNPAID", Decimal("26.00"))
        assert found["gone"].payment_status == "REFUNDED"
        assert all(row.balance.word == row.payment_status for row in found.values())
        assert all(row.refunded == Decimal("26.00") for row in found.values())
        lines = session.execute(select(Payment.pnr, Payment.venue_id, Payment.amount).order_by(Payment.id)).all()
        assert lines == [(pnr, "v", Decimal(n)) for pnr in ("BACK22", "GONE22") for n in (26, -26)]
    database.close()
    if server:
        postgres.drop_database(url)


def _fill(connection: Connection) -> None:
    _insert(
        connection, "venues", id="v", name="Seehof", kind="club", zone="Europe/Zurich", currency="CHF", address="", hours="{}",
        slot_minutes=30, min_minutes=30, max_minutes=180, window_days=28, cancel_hours=0, confirms_at_once=False,
    )  # fmt: skip
    _insert(connection, "people", id="p", name="Ann", role="customer", created_at=TEN)
    _insert(
        connection, "resources", id="r", venue_id="v", kind="court", number=1, name="Court 1", sport="", prices="[]"
    )
    for name, status, hour in (("back", "CONFIRMED", 10), ("gone", "CANCELLED", 12)):
        _insert(
            connection, "bookings", id=name, pnr=f"{name.upper()}22", kind="court", customer_id="p", venue_id="v", status=status,
            payment_status="REFUNDED", starts_at=f"2026-03-03 {hour}:00:00.000000", ends_at=f"2026-03-03 {hour + 1}:00:00.000000",
            price=2600, paid=0, currency="CHF", resource_id="r", seats="[]", passengers="[]", contact="{}", note="",
            cancel_reason="", created_at=TEN, updated_at=TEN,
        )  # fmt: skip
        for n, amount in enumerate((2600, -2600)):
            _insert(
                connection, "payments", id=f"{name}{n}", booking_id=name, amount=amount, currency="CHF", method="card",
                status="SUCCEEDED", at=TEN,
            )  # fmt: skip


def _insert(connection: Connection, table: str, **row: Any) -> None:
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)  # noqa: S608 (the names are ours)
