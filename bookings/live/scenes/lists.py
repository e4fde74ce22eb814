"""Lists of bookings: a person's own (topic user:{id}) and the venues' (topics venue:{id}, one for each venue shown).

A list is drawn whole and morphed, because one change may move a booking in, out or to another page; the rows of changed
bookings are marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import Seen
from bookings.live.fragments import MORPH, Fragments, Pieces
from bookings.live.scenes.marks import mark_of
from bookings.models import Venue, Viewer
from bookings.reading.audience import STAFF, Audience
from bookings.reading.bookings import BookingList, read_filtered, read_own, waits_for_an_answer
from bookings.reading.filters import Filter, day_meant, filter_of, written
from bookings.reading.matching import LOOKED_AT, MOST
from bookings.reading.search import MOST_PEOPLE
from bookings.rules.status import BookingStatus
from bookings.rules.times import day_bounds, local_day
from bookings.rules.topics import Topic

OWN, VENUES = "/bookings", "/admin/bookings"
_WORDS = {
    BookingStatus.PENDING: "pending",
    BookingStatus.CONFIRMED: "confirmed",
    BookingStatus.CHECKED_IN: "checked in",
    BookingStatus.COMPLETED: "completed",
    BookingStatus.NO_SHOW: "no-show",
    BookingStatus.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class Choice:
    """A figure that filters: "12", or "1,000+" where nobody counted on. `calls`: somebody has to do something about these."""

    word: str
    figure: str
    href: str
    current: bool
    calls: bool = False


@dataclass(frozen=True)
class Shown:
    """One page of a list with the ways to its other pages and filters."""

    found: BookingList
    order: str
    narrows: bool
    all: str
    choices: tuple[Choice, ...]
    pages: tuple[tuple[int | None, str], ...]
    previous: str | None
    next: str | None
    note: str = ""
    """What was left out of it, and what to do about that."""


def read_venues_list(session: Session, wanted: Filter) -> Shown:
    """The list of the venues' bookings that a page with this filter shows."""
    meant = replace(wanted, day=day_meant(session, wanted), today=False)
    found = read_filtered(session, meant)
    first = replace(wanted, page=1, before="")
    all_more = found.more and max(found.counts.values(), default=0) >= MOST
    figures = [("all", sum(found.counts.values()), all_more, "")] + [
        (word, found.counts.get(status, 0), found.counts.get(status, 0) >= MOST, str(status))
        for status, word in _WORDS.items()
    ]
    choices = tuple(
        Choice(
            word,
            f"{min(count, MOST) if more else count:,}{'+' if more else ''}",
            address(VENUES, replace(first, status=status)),
            wanted.status == status,
            calls=status == BookingStatus.PENDING and count > 0 and waits_for_an_answer(session, meant),
        )
        for word, count, more, status in figures
    )
    shown = _shown(found, wanted, VENUES, "by their start" if meant.day else "newest first", choices)
    return replace(shown, note=_left_out(found, wanted))


def _left_out(found: BookingList, wanted: Filter) -> str:
    if wanted.text and found.more:
        return (
            f"More than {MOST_PEOPLE} people are called like that. Type more of the name, an address or a booking code."
        )
    if found.more and (wanted.kind or wanted.payment):
        return f"Of each state the newest {LOOKED_AT:,} were looked at. Choose a day to see what was before."
    return ""


def read_own_list(session: Session, person_id: str, page: int) -> Shown:
    """One page of a person's own bookings."""
    return _shown(read_own(session, person_id, page), Filter(page=page), OWN, "", ())


def address(path: str, wanted: Filter) -> str:
    """The address of a list with this filter; whose venues it stops at is not said there, the viewer decides that."""
    query = written(replace(wanted, staff=""))
    return f"{path}?{query}" if query else path


def _shown(found: BookingList, wanted: Filter, path: str, order: str, choices: tuple[Choice, ...]) -> Shown:
    def at(page: int) -> str:
        return address(path, replace(wanted, page=page))

    near = sorted({1, found.pages, *range(max(1, found.page - 1), min(found.pages, found.page + 1) + 1)})
    pages: list[tuple[int | None, str]] = []
    for page in near:
        if pages and pages[-1][0] != page - 1:
            pages.append((None, ""))
        pages.append((page, at(page)))
    return Shown(
        found,
        order,
        wanted.narrows,
        path,
        choices,
        tuple(pages),
        at(found.page - 1) if found.page > 1 else address(path, replace(wanted, before="")) if wanted.before else None,
        at(found.page + 1) if found.page < found.pages else _beyond(found, wanted, path),
    )


def _beyond(found: BookingList, wanted: Filter, path: str) -> str | None:
    """Where a list goes on that is longer than its pages are counted."""
    if not found.goes_on or not found.lines:
        return None
    return address(path, replace(wanted, page=1, before=found.lines[-1].id))


class OwnScene:
    """`view` is the number of the page, "" for the first."""

    def __init__(self, fragments: Fragments) -> None:
        self._fragments = fragments

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        wanted = filter_of(view)
        own = viewer.id == topic.id and wanted is not None and wanted == Filter(page=wanted.page)
        return Audience("owner", viewer.id) if own else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[Seen], now: datetime
    ) -> Pieces:
        changed = {change.booking_id for change in changes if change.booking_id}
        return self._drawn(session, topic, view, changed, mark_of(changes)) if changed else {}

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Pieces:
        return self._drawn(session, topic, view, set(), "")

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Pieces:
        """What was still to come and is over now stands among the earlier ones."""
        over = any(moment <= now for moment in self._ends(session, topic, view))
        return self._drawn(session, topic, view, set(), "") if over else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return min((moment for moment in self._ends(session, topic, view) if moment > now), default=None)

    def _ends(self, session: Session, topic: Topic, view: str) -> list[datetime]:
        """When those of the page stop being still to come."""
        found = read_own(session, topic.id, (filter_of(view) or Filter()).page)
        return [line.over_at for line in found.lines if line.over_at is not None]

    def zone(self, session: Session, topic: Topic) -> str:
        return own_zone(session, topic.id)

    def _drawn(self, session: Session, topic: Topic, view: str, changed: set[str], mark: str) -> Pieces:
        wanted = filter_of(view) or Filter()
        shown = read_own_list(session, topic.id, wanted.page)
        return {"region": self._fragments.draw("list.html", "own_region", shown, changed, mark, swap=MORPH)}


class VenueScene:
    """`view` is the list's filter as reading.filters writes it; it says itself whose venues the list stops at."""

    def __init__(self, fragments: Fragments) -> None:
        self._fragments = fragments

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        wanted = filter_of(view)
        if wanted is None or not viewer.works_at(topic.id) or session.get(Venue, topic.id) is None:
            return None
        if wanted.staff != ("" if viewer.is_admin else viewer.id) or wanted.venue not in ("", topic.id):
            return None
        return STAFF

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[Seen], now: datetime
    ) -> Pieces:
        changed = {change.booking_id for change in changes if change.booking_id}
        return self._drawn(session, view, changed, mark_of(changes)) if changed else {}

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Pieces:
        return self._drawn(session, view, set(), "")

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Pieces:
        """A list of today's is another one after midnight; which day a page shows, it does not say."""
        wanted = filter_of(view)
        return self._drawn(session, view, set(), "") if wanted and wanted.today else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        wanted, zone = filter_of(view), self.zone(session, topic)
        return day_bounds(local_day(now, zone), zone)[1] if wanted and wanted.today else None

    def zone(self, session: Session, topic: Topic) -> str:
        venue = session.get(Venue, topic.id)
        return venue.zone if venue else "UTC"

    def _drawn(self, session: Session, view: str, changed: set[str], mark: str) -> Pieces:
        shown = read_venues_list(session, filter_of(view) or Filter())
        return {
            "region": self._fragments.draw("list.html", "region", shown, changed, mark, swap=MORPH),
            "counts": self._fragments.draw("list.html", "counts", shown, swap=MORPH),
        }


def own_zone(session: Session, person_id: str) -> str:
    """Where most of a person's life takes place is not known: the zone of what they booked last, else UTC."""
    found = read_own(session, person_id).lines
    return found[0].zone if found else "UTC"
