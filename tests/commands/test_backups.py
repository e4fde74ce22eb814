"""A backup of a busy installation is restored into one whose pages are its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from app import create_app
from bookings.database import Database
from bookings.database.backups import make_backup, restore_backup
from bookings.desk import Desk, book, holds
from bookings.models import Booking
from bookings.settings import Settings
from tests.business import Clerk, clerks, fill
from tests.live.document import Document
from tests.live.page_visitor import PageVisitor
from tests.server_process import ROOT, SECRET, Served, serving
from tests.sockets.raw_socket import TIMEOUT
from tests.world import present
from tests.world.arena import ARENA
from tests.world.people import ADA, ANN, SAM, named
from tests.world.places import CLUB, COURTS, HAMLET

CLERKS = 4  # twenty bookings a second
NEW_EVERY_TIME = re.compile(
    r'name="(csrf_token|key)" value="[^"]*"|<time id="as-of"[^>]*>[^<]*|data-reload-after="[^"]*"|^URL:.*$', re.MULTILINE
)
NO_PAGES = ("/api", "/static", "/live", "/ws", "/socket.io", "/metrics")


def test_a_busy_installation_is_restored_into_one_whose_pages_are_its_own(empty: list[str], tmp_path: Path) -> None:
    old_url, busy, quiet = empty
    with serving(fill, database_url=old_url) as old:
        visitors = {person: PageVisitor(old, person) for person in (ADA, SAM, ANN)}
        ours = old.desk.do(SAM, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"), customer=named(ANN))
        old.desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
        before, after = back_up_in_the_middle_of_business(old, tmp_path / "busy")
        assert (tmp_path / "busy").stat().st_mode & 0o777 == 0o600
        restored(tmp_path / "busy", busy)
        make_backup(old.desk.database, tmp_path / "quiet")
        restored(tmp_path / "quiet", quiet)
        with serving(None, database_url=busy) as new:
            kept = bookings_of(new.desk)
            assert before <= kept < after, "whatever was acknowledged before is there, and what came later is not"
            for who, path in (
                (ANN, f"/events/{ARENA}"), (SAM, f"/events/{ARENA}?section=block-1"), (SAM, "/admin/bookings"),
                (ADA, "/admin/bookings"), (ANN, f"/bookings/{ours}"), (SAM, present.board()),
            ):  # fmt: skip
                must_be_what_the_old_one_was(visitors[who], visitors[who].elsewhere(new), path)
        with serving(None, database_url=quiet) as new:
            other = [
                (who.name, path)
                for path in every_page(ours, tmp_path)
                for who, visitor in visitors.items()
                if not shows_the_same(visitor, visitor.elsewhere(new), path)
            ]
            assert other == []


def back_up_in_the_middle_of_business(served: Served, file: Path) -> tuple[set[str], set[str]]:
    """The bookings that were acknowledged before the backup began, and all there were when it had long ended."""
    business = clerks(served, CLERKS)
    for clerk in business:
        clerk.start()
    wait_for_another(business)
    before = {each for clerk in business for each in clerk.acknowledged}
    typed = [sys.executable, "-m", "flask", "--app", "app", "backup", str(file)]
    environment = {**os.environ, "DATABASE_URL": served.desk.database.url, "SECRET_KEY": SECRET}
    done = subprocess.run(typed, cwd=ROOT, env=environment, text=True, capture_output=True, timeout=TIMEOUT)
    assert done.returncode == 0 and "has everything" in done.stdout, done.stdout + done.stderr
    wait_for_another(business)
    for clerk in business:
        clerk.stop()
    assert set().union(*(clerk.answers for clerk in business)) == {201}
    return before, bookings_of(served.desk)


def wait_for_another(business: list[Clerk]) -> None:
    for clerk in business:
        clerk.fine.clear()
        assert clerk.fine.wait(TIMEOUT)


def restored(file: Path, url: str) -> None:
    database = Database(url)
    restore_backup(file, database)
    database.close()


def must_be_what_the_old_one_was(old: PageVisitor, new: PageVisitor, path: str) -> None:
    """The old installation sends this page what happened there since its version: then it equals the old one's page of now."""
    now, shown = Document(old.load(path)), Document(page := new.load(path))
    with old.follow(page) as socket:
        while {*shown.values("version")} != {*now.values("version")}:
            shown.take(socket.text())
    assert shown.live() == now.live(), path


def every_page(booking: str, folder: Path) -> list[str]:
    """The addresses of all pages for whose parts there is something."""
    values = {"venue_id": CLUB, "event_id": HAMLET, "booking_id": booking}
    app = create_app(Settings(database_url=f"sqlite:///{folder}/any.db", secret_key=SECRET))
    rules = [
        each
        for each in app.url_map.iter_rules()
        if "GET" in (each.methods or ()) and not each.websocket and each.arguments <= values.keys()
    ]
    build = app.url_map.bind("").build
    found = [build(each.endpoint, {name: values[name] for name in each.arguments}) for each in rules]
    assert present.board().partition("?")[0] in found and f"/bookings/{booking}" in found and "/admin/venues" in found
    return [each for each in found if not each.startswith(NO_PAGES)]


def shows_the_same(old: PageVisitor, new: PageVisitor, path: str) -> bool:
    """Before or after a minute's turn between the two."""
    before, copy = as_kept(old.load(path)), as_kept(new.load(path))
    return copy == before or copy == as_kept(old.load(path))


def as_kept(page: str) -> str:
    return NEW_EVERY_TIME.sub("", page)


def bookings_of(desk: Desk) -> set[str]:
    with desk.database.read() as session:
        return set(session.scalars(select(Booking.id)))
