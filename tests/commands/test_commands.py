"""The commands: admins, password links, tables and the check, also beside a server on the same SQLite file."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select, update

from app import create_app
from bookings.accounts import accounts
from bookings.administration.groups import make_group
from bookings.database import Database
from bookings.mail.letters import Letter
from bookings.mail.outbox import write_mail
from bookings.models import LogEntry, Membership, Person, Role
from bookings.settings import Settings
from tests.commands.conftest import Flasks
from tests.external.smtp import mail_server
from tests.server_process import ROOT, SECRET, Served
from tests.web.visits import Visitor
from tests.world.people import ADA, ANN, MAX, email_of
from tests.world.places import CLUB, THEATRE

PASSWORD = "correct horse 7"
JANA = ("admin", "create", "--name", "Jana Holm", "--email", "Jana@Holm.example", "--password-file", "-")


def test_an_admin_is_made_and_signs_in(flask: Flasks, program: Flask) -> None:
    flask(*JANA, typed=f"{PASSWORD}\n")
    desk = program.extensions["ringside"].desk
    person, _ = accounts.sign_in(desk, email="jana@holm.example", password=PASSWORD)
    with desk.database.read() as session:
        assert session.get_one(Person, person).role == Role.ADMIN
    assert "There is an account with this email" in flask(*JANA, typed=f"{PASSWORD}\n", ends=1).output
    weak = flask("admin", "create", "--name", "Eve", "--email", "eve@x.example", typed="short\nshort\n", ends=1)
    assert "password: A password has 8 to 128 characters" in weak.output


def test_a_password_link_is_printed_for_whom_there_is(flask: Flasks, program: Flask) -> None:
    address = urlsplit(flask("password-link", email_of(ANN)).output.strip().splitlines()[-1])
    assert address.netloc == "desk.example"
    somebody = Visitor(program)
    somebody.send(address.path, new="quite another 8", answers=303)
    assert accounts.sign_in(program.extensions["ringside"].desk, email=email_of(ANN), password="quite another 8")
    assert "There is no account" in flask("password-link", "nobody@x.example", ends=1).output


def test_a_venue_is_set_to_remind_its_customers(flask: Flasks) -> None:
    said = flask("venue", "remind", CLUB, "--day-before", "off", "--two-hours-before", "on").output
    assert said.strip() == "a day before: off; two hours before: on"
    assert flask("venue", "remind", CLUB).output == said
    assert "no such venue" in flask("venue", "remind", "nowhere", "--day-before", "on", ends=1).output
    assert flask("venue", "remind", CLUB, "--day-before", "maybe", ends=2).output


def test_somebody_is_invited_to_work_at_a_venue(flask: Flasks, program: Flask) -> None:
    address = urlsplit(flask("venue", "invite", CLUB, "dora@x.example", "--name", "Dora").output.strip().splitlines()[-1])
    dora = Visitor(program)
    dora.send(address.path, new="quite another 8", answers=303)
    assert "Find a booking" in dora.open(f"/venues/{CLUB}/board").words
    assert "had an account" in flask("venue", "invite", THEATRE, "dora@x.example", "--name", "Dora", "--level", "manager").output
    dora.send("/login", email="dora@x.example", password="quite another 8")
    dora.open(f"/admin/venues/{THEATRE}/terms")
    assert "no such venue" in flask("venue", "invite", "nowhere", "eve@x.example", "--name", "Eve", ends=1).output
    assert "not an e-mail address" in flask("venue", "invite", CLUB, "eve", "--name", "Eve", ends=1).output


def test_somebody_is_put_into_a_group_and_taken_out(flask: Flasks, program: Flask) -> None:
    desk = program.extensions["ringside"].desk
    desk.do(MAX, make_group, CLUB, {"name": "Members"})
    flask("venue", "put-in-group", CLUB, "members", "dora@x.example", "--name", "Dora", "--phone", "044 123 45 67")
    flask("venue", "put-in-group", CLUB, "members", "dora@x.example", "--until", "2030-12-31")
    with desk.database.read() as session:
        assert session.execute(select(Membership.name, Membership.until)).all() == [("Dora", date(2030, 12, 31))]
        acts = select(LogEntry.act).where(LogEntry.noun == "group").order_by(LogEntry.id)
        assert session.scalars(acts).all() == ["made", "joined", "changed"]
    for words, sentence in (
        (("put-in-group", CLUB, "Lords", "dora@x.example"), "There are:\n  Members"),
        (("put-in-group", "nowhere", "Members", "dora@x.example"), "no such venue"),
        (("put-in-group", CLUB, "Members", "eve@x.example"), "fill in the name"),
        (("put-in-group", CLUB, "Members", "dora@x.example", "--name", "Theodora"), "known here as Dora"),
        (("put-in-group", CLUB, "Members", "dora@x.example", "--until", "2020-01-01"), "That day is over"),
        (("take-out-of-group", CLUB, "Members", "eve@x.example"), "knows nobody"),
    ):
        assert sentence in flask("venue", *words, ends=1).output
    flask("venue", "take-out-of-group", CLUB, "Members", "dora@x.example")
    assert "knows nobody" in flask("venue", "take-out-of-group", CLUB, "Members", "dora@x.example", ends=1).output


def test_mails_that_wait_are_listed_and_one_is_removed(flask: Flasks, program: Flask) -> None:
    desk = program.extensions["ringside"].desk
    desk.do(ADA, write_mail, "dora@x.example", Letter("Hello", "A secret"))
    listed = flask("mails", "list").output
    assert "1 waiting" in listed and "dora@x.example: Hello" in listed and "secret" not in listed
    mail_id = listed.splitlines()[1].split()[0]
    assert "removed" in flask("mails", "remove", mail_id).output and "0 waiting" in flask("mails", "list").output
    assert "waits no more" in flask("mails", "remove", mail_id, ends=1).output


def test_the_check_names_what_is_not_well(flask: Flasks, program: Flask) -> None:
    database: Database = program.extensions["ringside"].database
    database.skew *= 0
    well = flask("check").output.splitlines()
    assert [line[:2] for line in well] == ["ok"] * len(well) and "hunter2" not in "".join(well)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    behind = flask("check", ends=1).output
    assert "NO  database  The database is at 0001" in behind and "--  admin" in behind
    assert "db upgrade" in flask(*JANA, typed=f"{PASSWORD}\n", ends=1).output


def test_the_check_asks_for_an_admin_and_a_clock(flask: Flasks, program: Flask) -> None:
    database: Database = program.extensions["ringside"].database
    database.write(lambda session: session.execute(update(Person).values(role=Role.CUSTOMER)) and None)
    output = flask("check", ends=1).output
    assert "NO  admin     there is none" in output and "NO  clock     The database's clock says 2026-03-02" in output


def test_the_check_asks_the_mail_server(sqlite: Database) -> None:
    with mail_server() as server:
        settings = Settings(database_url=sqlite.url, secret_key=SECRET, smtp_url=f"smtp+plain://127.0.0.1:{server.port}")
        assert "ok  mail      127.0.0.1" in create_app(settings).test_cli_runner().invoke(args=["check"]).output
    assert "NO  mail" in create_app(settings).test_cli_runner().invoke(args=["check"]).output
    assert server.mails == []


def test_commands_work_beside_a_server_on_one_sqlite_file(served: Served) -> None:
    def flask(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words], cwd=ROOT, input=typed, text=True, capture_output=True,
            env={**os.environ, "SECRET_KEY": SECRET, "DATABASE_URL": served.desk.database.url}, timeout=120,
        )  # fmt: skip

    made = flask(*JANA, typed=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    with served.desk.database.read() as session:
        assert session.scalar(select(Person.role).where(Person.email == "jana@holm.example")) == Role.ADMIN
    refused = flask("db", "upgrade")
    assert refused.returncode == 1 and "stop that one" in refused.stderr and "Traceback" not in refused.stderr


def test_tables_are_made_by_a_command(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ringside.db"

    def flask(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**os.environ, "SECRET_KEY": "", "DATABASE_URL": url}, timeout=120,
        )  # fmt: skip
        return done.stdout

    assert "The database is empty" in flask("password-link", "jana@holm.example")
    assert "is up to date" in flask("db", "upgrade")
    assert "There is no account" in flask("password-link", "jana@holm.example")
