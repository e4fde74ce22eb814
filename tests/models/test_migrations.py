"""The migrations make exactly the tables that the models speak of, and can be undone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, insert, inspect, select, text
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.database.migrate import FOLDER, migrate
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.move import change_details
from bookings.models import Base, Block, Claim, Login, Venue
from tests import records
from tests.external import postgres
from tests.world.clock import at
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import COURT_1, COURT_2, COURT_3


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in which there is nothing yet."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'new' / 'ringside.db'}")
        yield database
        database.close()
        return
    url = postgres.create_database(request.getfixturevalue("postgres_server"))
    database = Database(url)
    yield database
    database.close()
    postgres.drop_database(url)


def to(database: Database, revision: str) -> None:
    """Bring it to this revision, up or down."""
    with database.engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        (command.downgrade if revision == "base" else command.upgrade)(config, revision)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_tables_are_those_of_the_models(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, Base.metadata) == []
        assert tables(empty) == set(Base.metadata.tables)


def test_what_the_models_check_the_database_checks(empty: Database) -> None:
    migrate(empty)
    there = inspect(empty.engine)
    for table in Base.metadata.sorted_tables:
        checks = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        assert {check["name"] for check in there.get_check_constraints(table.name)} - TRIGGERS_ON_SQLITE == checks


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    migrate(empty)
    empty.write(lambda session: session.add(Venue(name="Kept", kind="club", zone="Europe/Zurich", currency="CHF")))
    migrate(empty)
    with empty.read() as session:
        assert session.scalar(select(Venue.name)) == "Kept"


def test_a_closure_of_weeks_from_before_is_claimed_by_the_day(empty: Database) -> None:
    to(empty, "0002")
    begins, ends = datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 4, 2, 7, tzinfo=UTC)
    floor = Block(id="floor", venue_id="club", reason="Floor", starts_at=begins, ends_at=ends, created_at=begins)
    claim = {"kind": "block", "block_id": "floor", "resource_id": "court"}

    def fill(session: Session) -> None:
        session.execute(
            text("INSERT INTO venues (id, name, kind, zone, currency, address, hours, slot_minutes, min_minutes, max_minutes,"
                 " window_days, cancel_hours, confirms_at_once)"
                 " VALUES ('club', 'Club', 'club', 'Europe/Zurich', 'CHF', '', '{}', 30, 30, 180, 28, 0, false)")
        )  # fmt: skip
        session.execute(
            text("INSERT INTO resources (id, venue_id, kind, number, name, sport, prices)"
                 " VALUES ('court', 'club', 'court', 1, 'Court 1', '', '[]')")
        )  # fmt: skip
        session.add(floor)
        session.flush()
        spans = ((begins, ends), (ends, ends + timedelta(hours=2)))
        of_then = [{**claim, "starts_at": start, "ends_at": end} for start, end in spans]  # without the columns that came later
        session.execute(insert(Base.metadata.tables["claims"]), of_then)

    empty.write(fill)
    migrate(empty)
    with empty.read() as session:
        claims = session.scalars(select(Claim).order_by(Claim.starts_at)).all()
    assert (len(claims), claims[0].starts_at, claims[-1].ends_at) == (33, begins, ends + timedelta(hours=2))
    assert all(before.ends_at == after.starts_at for before, after in pairwise(claims))
    assert {claim.block_id for claim in claims} == {"floor"}


def test_log_ins_from_before_count_as_used_at_the_migration(empty: Database) -> None:
    to(empty, "0006")

    def fill(session: Session) -> None:
        session.execute(
            text(
                "INSERT INTO people (id, name, role, created_at) VALUES ('ann', 'Ann', 'customer', '2025-01-01 00:00:00.000000')"
            )
        )
        for login, ended in (("open", "NULL"), ("over", "'2025-01-02 00:00:00.000000'")):
            session.execute(
                text(f"INSERT INTO logins (id, person_id, created_at, ended_at)"
                     f" VALUES ('{login}', 'ann', '2025-01-01 00:00:00.000000', {ended})")
            )  # fmt: skip

    empty.write(fill)
    migrate(empty)
    with empty.read() as session:
        now = empty.now(session)
        used = {login.id: login.last_used_at for login in session.scalars(select(Login))}
    assert used["over"] is None
    assert used["open"] is not None and timedelta(0) <= now - used["open"] < timedelta(hours=1)


def test_the_way_back_leaves_nothing_and_leads_forth_again(empty: Database) -> None:
    migrate(empty)
    to(empty, "base")
    assert tables(empty) == set()
    migrate(empty)
    assert tables(empty) == set(Base.metadata.tables)


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints | table.indexes:
            assert constraint.name, (table.name, constraint)


# What has no place in the models, because SQLite has a trigger in its stead; test_constraints.py tries both.
TRIGGERS_ON_SQLITE = {"ex_claims_overlap", "ck_claims_length", "ck_bookings_length"}


def _ours(_object: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    return name not in TRIGGERS_ON_SQLITE


def test_a_note_of_before_is_shown_to_the_customer_only_where_nobody_else_wrote_it(database: Database) -> None:
    desk, hour = Desk(database), timedelta(hours=1)
    court = (COURT_1, at("10:00"), at("11:00"))
    anns = desk.do(ANN, book_court, *court, note="Left-handed")
    changed = desk.do(ANN, book_court, COURT_2, *court[1:], note="Left-handed")
    desk.do(SAM, change_details, changed, note="Pays late")
    staffs = desk.do(SAM, book_court, COURT_3, *court[1:], customer=named(ANN), note="Pays late")
    plain = desk.do(BOB, book_court, COURT_1, at("11:00"), at("11:00") + hour)
    with database.engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        command.downgrade(config, "0010")
    migrate(database)
    notes = {
        each: (row.note, row.staff_note)
        for each in (anns, changed, staffs, plain)
        if (row := records.booking(database, each))
    }
    assert notes == {anns: ("Left-handed", ""), changed: ("", "Pays late"), staffs: ("", "Pays late"), plain: ("", "")}
