"""Secret addresses under which calendar programs read bookings: made, made anew, revoked.

One person has one address for each thing; a newer one takes the place of the one before. Only a digest is kept, and what has
ended is deleted: nobody can tell a revoked address from one that never was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from bookings.accounts.secrets import digest_of, new_secret
from bookings.audit import Act
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import CalendarFeed, Person, Resource, Venue

NO_PLACE = "There is no such venue, court or person among those where you work."
NO_FEED = "There is no such calendar address, or it is not yours to revoke."


@dataclass(frozen=True)
class MadeFeed:
    id: str
    secret: str = field(repr=False)


def make_feed(tx: Transaction, venue_id: str | None = None, resource_id: str | None = None) -> MadeFeed:
    """An address of one's own bookings; where one works, of a venue or of one court or person there. Raises NotFound."""
    tx.session.get_one(Person, tx.by.id, with_for_update=True)  # of two at once the later one's is good
    if resource_id is not None:
        resource = tx.session.get(Resource, resource_id)
        if resource is None or venue_id not in (None, resource.venue_id):
            raise NotFound(NO_PLACE)
        venue_id = resource.venue_id
    if venue_id is not None and (not tx.by.works_at(venue_id) or tx.session.get(Venue, venue_id) is None):
        raise NotFound(NO_PLACE)
    of = {"person_id": tx.by.id, "venue_id": venue_id, "resource_id": resource_id}
    tx.session.execute(delete(CalendarFeed).filter_by(**of))
    secret = new_secret()
    feed = CalendarFeed(digest=digest_of(secret), created_at=tx.now, **of)
    tx.session.add(feed)
    tx.session.flush()
    tx.note(Act.CALENDAR_MADE, person=tx.by.id, feed=feed.id, venue=venue_id, resource=resource_id)
    return MadeFeed(feed.id, secret)


def revoke_feed(tx: Transaction, feed_id: str) -> None:
    """One's own, or as a manager one of the venue; an admin any. Raises NotFound."""
    feed = tx.session.get(CalendarFeed, feed_id)
    if feed is None or not may_revoke(tx, feed):
        raise NotFound(NO_FEED)
    _end(tx, [feed])


def may_revoke(tx: Transaction, feed: CalendarFeed) -> bool:
    manages = feed.venue_id is not None and tx.by.manages(feed.venue_id)
    return tx.by.is_admin or manages or feed.person_id == tx.by.id


def end_feeds(tx: Transaction, person_id: str, *, works_at: Collection[str] | None = None) -> None:
    """All of this person; those of venues where they do not work any more, when it is said where they do."""
    feeds = tx.session.scalars(select(CalendarFeed).where(CalendarFeed.person_id == person_id)).all()
    _end(tx, [each for each in feeds if works_at is None or each.venue_id not in (None, *works_at)])


def _end(tx: Transaction, feeds: Collection[CalendarFeed]) -> None:
    for feed in feeds:
        tx.session.delete(feed)
        tx.note(
            Act.CALENDAR_REVOKED, person=feed.person_id, by=tx.by.id, feed=feed.id, venue=feed.venue_id, resource=feed.resource_id
        )
    tx.session.flush()
