"""Links that let their holder do one thing once: set the program up, set a password, confirm an address, accept an invitation.

Only a digest is kept. A newer link takes the place of those that were given out before for the same thing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from bookings.accounts.secrets import digest_of, new_secret
from bookings.desk.transaction import Transaction
from bookings.errors import LinkOver, NotFound
from bookings.models import AccountLink, Person


class Purpose(StrEnum):
    SET_UP = "set_up"
    PASSWORD = "password"  # noqa: S105 (not one)
    EMAIL = "email"
    INVITATION = "invitation"


GOOD_FOR = {
    Purpose.SET_UP: timedelta(days=7),
    Purpose.PASSWORD: timedelta(days=1),
    Purpose.EMAIL: timedelta(days=7),
    Purpose.INVITATION: timedelta(days=7),
}


def lasts(purpose: Purpose) -> str:
    """How long such a link is good, in words."""
    days = GOOD_FOR[purpose].days
    return "a day" if days == 1 else f"{days} days"


def issue_link(tx: Transaction, purpose: Purpose, *, person_id: str | None = None, email: str | None = None) -> str:
    """A link's secret, to be put behind /link/. It is for this person; `email` is the address to which it is sent, which its
    use confirms."""
    end_links(tx, AccountLink.purpose == purpose, AccountLink.person_id == person_id)
    secret = new_secret()
    tx.session.add(
        AccountLink(
            digest=digest_of(secret), purpose=purpose, person_id=person_id, email=email, created_at=tx.now,
            expires_at=tx.now + GOOD_FOR[purpose],
        )
    )  # fmt: skip
    return secret


def end_links(tx: Transaction, *which: object) -> None:
    """These links, as far as they were still good, are good no more."""
    open_ones = update(AccountLink).where(AccountLink.used_at.is_(None), *which)  # type: ignore[arg-type]
    tx.session.execute(open_ones.values(used_at=tx.now))


def end_links_of_before(tx: Transaction, person: Person) -> None:
    """What was given out before a new password or another address: no link sets a password any more, none moves the account."""
    sets_password = AccountLink.purpose.in_((Purpose.PASSWORD, Purpose.INVITATION))
    end_links(tx, AccountLink.person_id == person.id, or_(sets_password, AccountLink.email != person.email))


def find_link(session: Session, secret: str, now: datetime, *, lock: bool = False) -> AccountLink:
    """The link with this secret while it is good. Raises NotFound, LinkOver."""
    link = session.get(AccountLink, digest_of(secret), with_for_update=lock, populate_existing=lock)
    if link is None:
        raise NotFound("There is no such link. Perhaps a part of it is missing: open it once more from where you have it.")
    if link.used_at is not None:
        raise LinkOver("This link was used already, or a newer one has taken its place. Each is good once.")
    if link.expires_at <= now:
        raise LinkOver(f"This link has expired: it was good for {lasts(Purpose(link.purpose))}.")
    return link


def use_link(tx: Transaction, secret: str, *purposes: Purpose) -> AccountLink:
    """The link, used up by this. Of two who come at once one gets it. Raises NotFound, LinkOver."""
    link = find_link(tx.session, secret, tx.now, lock=True)
    if link.purpose not in purposes:
        raise NotFound("This link is for something else.")
    link.used_at = tx.now
    return link
