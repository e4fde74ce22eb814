"""Member groups of a venue: who pays other prices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id


class MemberGroup(Base):
    """Members, juniors, guests: a name under which a venue's price rules speak of people. Of several the first counts."""

    __tablename__ = "member_groups"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("venue_id", "name"),)


class Membership(Base):
    """A person is in a group, until the end of the day `until` (None: without an end); `name` and `email` as the venue wrote
    them, empty where they are the person's own."""

    __tablename__ = "memberships"

    group_id: Mapped[str] = mapped_column(Id, ForeignKey("member_groups.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True, index=True)
    until: Mapped[date | None]
    name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")
