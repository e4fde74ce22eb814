"""What is refused when backups are made and restored, and that it changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import select

from app import create_app
from bookings.database import Database
from bookings.database.backups import make_backup, restore_backup
from bookings.database.migrate import FOLDER
from bookings.models import Seat, Venue
from bookings.settings import Settings
from tests.commands.conftest import SECRET, Flasks
from tests.world.places import CLUB


def test_a_file_is_made_for_its_owner_alone_and_never_over_another(flask: Flasks, tmp_path: Path) -> None:
    file = tmp_path / "backups" / "monday"
    assert "Cannot write into" in flask("backup", str(file), ends=1).output
    file.parent.mkdir()
    file.write_text("Tuesday's figures")
    assert "is there already" in flask("backup", str(file), ends=1).output
    assert "is a folder" in flask("backup", str(file.parent), "--force", ends=1).output
    assert file.read_text() == "Tuesday's figures"
    flask("backup", str(file), "--force")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["monday"], "nothing unfinished is left"


def test_what_is_in_use_or_not_empty_is_not_lost_by_mistake(flask: Flasks, program: Flask, tmp_path: Path) -> None:
    database: Database = program.extensions["ringside"].database
    file = tmp_path / "backup"
    flask("backup", str(file))
    database.write(lambda session: setattr(session.get_one(Venue, CLUB), "name", "Renamed"))
    assert "is not empty" in flask("restore", str(file), ends=1).output
    other = Database(database.url)
    other.lock_file()
    with other.engine.connect():
        in_use = flask("restore", str(file), "--force", ends=1).output
    assert "Stop the server first." in in_use or "The database is in use" in in_use
    other.close()
    assert name_of_the_club(database) == "Renamed"
    flask("restore", str(file), "--force")
    assert name_of_the_club(database) == "Seehof Tennis"


def test_what_is_no_backup_for_this_program_is_refused_in_words(
    flask: Flasks, program: Flask, database: Database, tmp_path: Path
) -> None:
    database.engine.dispose()
    ours: Database = program.extensions["ringside"].database
    good, bad = tmp_path / "good", tmp_path / "bad"
    make_backup(ours, good)
    for content, words in (
        (b"", "is no backup of Ringside"),
        (b"a letter to the printer", "is no backup of Ringside"),
        (good.read_bytes()[: good.stat().st_size // 2], "SQLite cannot use" if ours.on_sqlite else "pg_restore failed"),
        (b"PGDMP" if ours.on_sqlite else b"SQLite format 3\0", "Name one of"),
    ):
        bad.write_bytes(content)
        refused = flask("restore", str(bad), "--force", ends=1).output
        assert words in refused or "is broken" in refused, refused
    assert "Cannot read" in flask("restore", str(tmp_path / "nowhere"), ends=1).output
    with ours.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    make_backup(ours, bad, replace=True)
    assert "made by a newer one" in flask("restore", str(bad), "--force", ends=1).output
    assert name_of_the_club(ours) == "Seehof Tennis"


def test_a_file_of_another_program_is_no_backup_of_ours(flask: Flasks, program: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE recipes (name)")
    refused = flask("restore", str(tmp_path / "other"), "--into", f"sqlite:///{tmp_path}/new.db", ends=1).output
    assert "not one of Ringside" in refused


def test_an_older_backup_is_brought_up_to_date(empty: list[str], tmp_path: Path) -> None:
    older = Database(empty[0])
    with older.engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(FOLDER))
        command.upgrade(config, "0015")
    make_backup(older, tmp_path / "backup")
    older.close()
    newer = Database(empty[1])
    revision, newest = restore_backup(tmp_path / "backup", newer)
    assert (revision, newest > "0015") == ("0015", True)
    with newer.read() as session:
        assert session.scalars(select(Seat)).all() == []
    newer.close()


def test_where_the_programs_of_postgresql_are_missing_or_too_old(
    postgresql: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(database_url=postgresql.url, secret_key=SECRET))
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    missing = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backup")])
    assert missing.exit_code == 1 and "pg_dump is not on this machine" in missing.output
    program = tmp_path / "bin" / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    program.chmod(0o755)
    old = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backup")])
    assert old.exit_code == 1 and "pg_dump is of version 9, the server of" in old.output
    assert not (tmp_path / "backup").exists()


def name_of_the_club(database: Database) -> str:
    with database.read() as session:
        return session.get_one(Venue, CLUB).name
