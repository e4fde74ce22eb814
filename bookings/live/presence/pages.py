"""Presence on open pages: those of the staff count and are told who else is here, those of a booking's customer who types.

A page that shows neither is not known here and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bookings.database import Database
from bookings.live.catch_up import Subscription
from bookings.live.presence.drawing import draw_crew, draw_drafts, draw_status, draw_typing, draw_viewers
from bookings.live.presence.parsing import Beside, parse_said
from bookings.live.presence.people import Draft, Open, Table
from bookings.live.presence.presence import Presence, Typing
from bookings.live.render import Fragments, Renderer
from bookings.models import Booking, Resource, Role, Venue, Viewer
from bookings.sockets.connection import Connection, Listener
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.hub import Hub

UNANSWERED = 2
"""A page that has left so many pings unanswered is not counted, long before its socket is given up."""


@dataclass(eq=False)
class _Page:
    """`board` and its venue, or the one `booking` that it is about; `staff` of that venue."""

    connection: Connection
    viewer: Viewer
    board: Subscription | None = None
    venue_id: str = ""
    booking_id: str = ""
    venue: str = ""
    staff: bool = False
    beside: str = ""


class PagePresence:
    def __init__(self, presence: Presence, hub: Hub, database: Database, renderer: Renderer) -> None:
        self._presence, self._hub, self._database, self._renderer = presence, hub, database, renderer
        self._pages: dict[Connection, _Page] = {}
        self._listener = Listener(self.on_text, on_close=self.on_close)
        presence.listeners.append(self)

    def listener_for(self, viewer: Viewer, follows: Iterable[Subscription]) -> Listener | None:
        """For a page that says what it has open; None for all others, which only listen."""
        tells = viewer.role != Role.CUSTOMER or any(_is_of_booking(each) for each in follows)
        return self._listener if tells and not viewer.is_stranger else None

    def enter(self, connection: Connection, viewer: Viewer, follows: Sequence[Subscription]) -> None:
        """A page that its viewer may follow is open: it is told who is here, and counts."""
        if connection.listener is not self._listener:
            return
        page = self._pages[connection] = self._page_of(connection, viewer, follows)
        shows = Open(page.venue_id, page.booking_id)
        self._presence.enter(connection, viewer, shows, alive=lambda: connection.unanswered < UNANSWERED)
        if not connection.open:  # it closed while the database was asked
            return self.on_close(connection)
        self._hub.send(connection, Frame(self._all_for(page)))
        return None

    def on_close(self, connection: Connection) -> None:
        self._pages.pop(connection, None)
        self._presence.leave(connection)

    def on_text(self, connection: Connection, text: str) -> None:
        """What makes no sense is passed over: nothing hangs on it."""
        page, said = self._pages.get(connection), parse_said(text)
        if page is None or said is None:
            return
        if isinstance(said, bool):
            if page.booking_id:
                self._presence.type(Typing(page.booking_id, page.viewer.id, page.viewer.name, page.staff), said)
        elif page.staff:
            shows = self._open_beside(page, said)
            page.beside = shows.booking_id
            self._presence.move(connection, shows)

    # -- the listener's calls --------------------------------------------------------------------------------------

    def on_people(self, before: Table, after: Table) -> None:
        """Each page gets what is different on it; what looks alike for several is drawn once."""
        changed = {person for person in {*before, *after} if before.get(person) != after.get(person)}
        sides = [each for person in changed for each in (before.get(person), after.get(person)) if each is not None]
        venues = {venue for each in sides for venue in (*each.venues, *(one.venue_id for one in each.open))}
        bookings = {one.booking_id for each in sides for one in each.open if one.booking_id}
        drafting = {venue for each in sides for venue, _ in each.drafts}
        crews: dict[str, Fragments] = {}
        for page in list(self._pages.values()):
            fragments: Fragments = {}
            if page.board is not None and page.staff and page.venue_id in venues:
                if page.venue_id not in crews:
                    crews[page.venue_id] = draw_crew(self._renderer, after, page.venue_id)
                fragments |= crews[page.venue_id]
                if page.venue_id in drafting:
                    fragments |= self._drafts(page, after)
            if page.staff and (shown := page.booking_id or page.beside) in bookings:
                fragments |= draw_viewers(self._renderer, after, shown, page.viewer.id)
            if page.viewer.id in changed and page.viewer.id in after:
                fragments |= draw_status(self._renderer, after[page.viewer.id].status)
            if fragments:
                self._hub.send(page.connection, Frame(fragments))

    def on_typing(self, who: Typing, typing: bool) -> None:
        for page in list(self._pages.values()):
            if page.booking_id == who.booking_id:
                self._hub.send(page.connection, Frame(self._typing(page)))

    # -- one page --------------------------------------------------------------------------------------------------

    def _page_of(self, connection: Connection, viewer: Viewer, follows: Sequence[Subscription]) -> _Page:
        page = _Page(connection, viewer)
        for follow in follows:
            if follow.topic.kind == "board":
                page.board, page.venue_id = follow, follow.topic.id
            elif _is_of_booking(follow):
                page.booking_id = follow.topic.id
        if page.booking_id:
            with self._database.read() as session:
                at = select(Venue.id, Venue.name).join(Booking, Booking.venue_id == Venue.id).where(Booking.id == page.booking_id)
                if (row := session.execute(at).one_or_none()) is not None:
                    page.venue_id, page.venue = row
        page.staff = bool(page.venue_id) and viewer.works_at(page.venue_id)
        return page

    def _open_beside(self, page: _Page, said: Beside) -> Open:
        """Of what a page claims to have open only what is of its venue."""
        if page.booking_id:
            return Open(page.venue_id, page.booking_id, said.editing)
        with self._database.read() as session:
            if said.booking_id:
                here = select(Booking.id).where(Booking.id == said.booking_id, Booking.venue_id == page.venue_id)
                return Open(page.venue_id, session.scalar(here) or "", said.editing)
            draft: Draft | None = None
            if said.draft is not None:
                resource = session.get(Resource, said.draft.resource_id)
                draft = said.draft if resource is not None and resource.venue_id == page.venue_id else None
        return Open(page.venue_id, draft=draft)

    def _all_for(self, page: _Page) -> Fragments:
        here = self._presence.here
        fragments: Fragments = {}
        if page.board is not None and page.staff:
            fragments |= draw_crew(self._renderer, here, page.venue_id) | self._drafts(page, here)
        if page.booking_id:
            fragments |= self._typing(page)
            if page.staff:
                fragments |= draw_viewers(self._renderer, here, page.booking_id, page.viewer.id)
        return fragments

    def _typing(self, page: _Page) -> Fragments:
        typing = self._presence.typing_about(page.booking_id)
        return draw_typing(self._renderer, typing, staff=page.staff, venue=page.venue, but=page.viewer.id)

    def _drafts(self, page: _Page, here: Table) -> Fragments:
        """Those of the others."""
        assert page.board is not None
        drafts: dict[Draft, list[str]] = {}
        for person in here.values():
            for venue_id, draft in sorted(person.drafts) if person.id != page.viewer.id else ():
                if venue_id == page.venue_id:
                    drafts.setdefault(draft, []).append(person.name)
        with self._database.read() as session:
            now = self._database.now(session)
            return draw_drafts(self._renderer, session, page.board.topic, page.board.view, now, drafts)


def _is_of_booking(follow: Subscription) -> bool:
    """Whether the page is a booking's own: its cabin, and what one sees without an account, are others."""
    return follow.topic.kind == "booking" and not follow.view
