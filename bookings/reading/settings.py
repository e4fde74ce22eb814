"""The settings of the whole program as they are now: the environment's, then what an admin set, read once and kept.

Kept with the version of their topic. What this process changes it notices at its commit; what others change, when its upkeep
asks for the version, once a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.models import Setting
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.setup.settings import Environment, MailServer, SignUp, SiteSettings


def read_kept(session: Session) -> SiteSettings:
    """What an admin set."""
    kept: dict[str, dict[str, Any]] = {row.name: row.value for row in session.scalars(select(Setting))}
    site, mail = kept.get("site", {}), dict(kept.get("mail", {}))
    sender = mail.pop("from", "")
    return SiteSettings(
        site.get("public_url", ""), site.get("sign_up", SignUp.OPEN), MailServer(**mail) if mail else None, sender
    )


class CurrentSettings:
    def __init__(self, database: Database, environment: Environment) -> None:
        self._database, self.environment = database, environment
        self._version: int | None = None
        self._latest = environment.over(SiteSettings())
        database.after_commit.append(self._committed)

    def get(self) -> SiteSettings:
        if self._version is None:
            self.refresh()
        return self._latest

    @property
    def latest(self) -> SiteSettings:
        """As last read, for what may not ask a database that is away."""
        return self._latest

    def refresh(self) -> None:
        """Read them again if they have another version."""
        with self._database.read() as session:
            version = version_of(session, topics.settings())
            if version != self._version:
                self._latest, self._version = self.environment.over(read_kept(session)), version

    def _committed(self, versions: Mapping[str, int]) -> None:
        if str(topics.settings()) in versions:
            self._version = None
