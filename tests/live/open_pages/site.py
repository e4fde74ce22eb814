"""The site on the test world, and what stands for its sockets: the dispatcher moves step by step, frames go into pages at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import update

from app import create_app
from bookings.live.dispatcher import Dispatcher
from bookings.models import Venue
from bookings.settings import Settings
from bookings.sockets.connection import Connection
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.rooms import People, Rooms
from tests.live.open_pages.page import Page
from tests.world.arena import build
from tests.world.clock import NEXT_DAY, at
from tests.world.places import THEATRE


class StepByStep(Dispatcher):
    """A dispatcher whose loop is the test's."""

    def __init__(self, *parts: Any) -> None:
        self.timers: list[Callable[[], bool | None]] = []
        super().__init__(*parts)

    def schedule(self, seconds: float, work: Callable[[], bool | None]) -> None:
        self.timers.append(work)


class OpenPages:
    """In place of the hub: what would go down a page's socket is put into the page at once."""

    def __init__(self) -> None:
        self._rooms, self._people = Rooms(), People()
        self._pages: dict[Connection, Page] = {}

    def open(self, page: Page) -> Connection:
        connection = page.connection = Connection(0, kind="page", person=page.person.id)
        self._pages[connection] = page
        self._people.add(connection)
        return connection

    def close(self, connection: Connection, code: int = 1012, reason: str = "") -> None:
        page = self._pages.pop(connection)
        page.connection, connection.open = None, False
        self._people.remove(connection)
        for room in connection.rooms:
            self._rooms.leave(connection, room)

    def close_where(self, predicate: Callable[[Connection], bool], code: int, reason: str = "") -> None:
        for connection in [each for each in self._pages if predicate(each)]:
            self.close(connection)

    def join(self, connection: Connection, room: Hashable) -> None:
        self._rooms.join(connection, room)

    def members(self, room: Hashable) -> Collection[Connection]:
        return self._rooms.members(room)

    def connections_of(self, person: str) -> Collection[Connection]:
        return self._people.connections_of(person)

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame] | None = None) -> None:
        for connection in self.members(room):
            self.send(connection, (instead or {}).get(connection.person or "", frame))

    def send(self, connection: Connection, frame: Frame) -> None:
        self._pages[connection].take(frame)


@dataclass
class Theatre:
    """The site on the test world with an arena beside it, put back before each example."""

    site: Flask
    file: Path
    pristine: Path

    @classmethod
    def filled(cls, template: Path, folder: Path) -> Theatre:
        file, pristine = folder / "site.db", folder / "pristine.db"
        shutil.copy(template, file)
        settings = Settings(database_url=f"sqlite:///{file}", secret_key="long enough for a test, and no more", payment_provider="test")
        site = create_app(settings)
        database = site.extensions["ringside"].database
        database.write(lambda session: build(session, THEATRE, at("20:00", NEXT_DAY)))
        database.write(lambda session: session.execute(update(Venue).values(look_in=True)))
        database.checkpoint()
        shutil.copy(file, pristine)
        return cls(site, file, pristine)

    def put_back(self) -> None:
        self.site.extensions["ringside"].database.engine.dispose()
        for leftover in self.file.parent.glob("site.db-*"):
            leftover.unlink()
        shutil.copy(self.pristine, self.file)
