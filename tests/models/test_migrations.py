"""The migrations make exactly the tables that the models speak of, and can be undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, select

from bookings.models import Base, Database, Venue
from bookings.models.migrate import FOLDER, migrate
from tests.parts import postgres


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
        assert {check["name"] for check in there.get_check_constraints(table.name)} == checks


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    migrate(empty)
    empty.write(lambda session: session.add(Venue(name="Kept", kind="club", zone="Europe/Zurich", currency="CHF")))
    migrate(empty)
    with empty.read() as session:
        assert session.scalar(select(Venue.name)) == "Kept"


def test_the_way_back_leaves_nothing_and_leads_forth_again(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        command.downgrade(config, "base")
    assert tables(empty) == set()
    migrate(empty)
    assert tables(empty) == set(Base.metadata.tables)


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints | table.indexes:
            assert constraint.name, (table.name, constraint)


def _ours(_object: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    """The constraint against overlaps has no place in the models: SQLite has a trigger in its stead."""
    return name != "ex_claims_overlap"
