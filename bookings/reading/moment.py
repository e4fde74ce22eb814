"""The moment of a session: the database's clock, asked once for each session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session


def moment_of(session: Session) -> datetime:
    """Now, by the database's clock; the same for all that is read in this session, so that no two fragments disagree."""
    moment: datetime | None = session.info.get("moment")
    if moment is None:
        moment = session.info["moment"] = session.info["clock"](session)
    return moment
