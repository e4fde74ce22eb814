"""What programs sign in with: refresh tokens, tickets for sockets, addresses of calendars, and the count of tries that failed.

Only digests are stored, so nothing in these tables signs anybody in. Access tokens have no row: they are signed, and stand
or fall with the `Login` that they name.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id

Digest = String(64)


class RefreshToken(Base):
    """Good for one new pair of tokens. A spent one is kept until it would have expired: whoever sends it again has a copy.

    `access_signed_at` is when the access token beside it was signed, so that the same pair can be given again."""

    __tablename__ = "refresh_tokens"

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    login_id: Mapped[str] = mapped_column(Id, ForeignKey("logins.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    spent_at: Mapped[datetime | None]
    access_signed_at: Mapped[datetime | None]


class Ticket(Base):
    """Opens one socket, within seconds. Using it deletes it. The socket ends when the token of whoever asked for it expires."""

    __tablename__ = "tickets"

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    login_id: Mapped[str] = mapped_column(Id, ForeignKey("logins.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    token_expires_at: Mapped[datetime | None]


class LoginAttempts(Base):
    """Attempts to sign in, counted for one subject: an address of the network, an account, or an account from an address that it
    was used from before."""

    __tablename__ = "login_attempts"

    subject: Mapped[str] = mapped_column(Digest, primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    wait_until: Mapped[datetime]


class AccountLink(Base):
    """A link that lets its holder do one thing once: `purpose` is set_up, password, email or invitation.

    Kept as a digest. `email` is the address that is confirmed or invited.
    """

    __tablename__ = "account_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("people.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("purpose in ('set_up', 'password', 'email', 'invitation')", name="purpose"),)


class CalendarFeed(Base):
    """A secret address under which calendar programs read bookings: a person's own, or as staff those of a venue or a resource.

    Kept as a digest. What is read is what its maker may read at that moment. `last_read_at` is known to some minutes.
    """

    __tablename__ = "calendar_feeds"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(Digest, unique=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    venue_id: Mapped[str | None] = mapped_column(Id, ForeignKey("venues.id", ondelete="CASCADE"), index=True)
    resource_id: Mapped[str | None] = mapped_column(Id, ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_read_at: Mapped[datetime | None]


class CheckInPoint(Base):
    """A tablet at a venue, on which customers check themselves in: whoever has its address may, for what is booked by time today.

    Kept as a digest."""

    __tablename__ = "check_in_points"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(Digest, unique=True)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
