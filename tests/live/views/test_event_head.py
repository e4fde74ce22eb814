"""What is set up at a venue and stands over its events, on their open pages: the head alone, never the seats."""

from __future__ import annotations

from bookings.administration.logos import decode_logo, set_logo
from bookings.administration.venues import edit_venue
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.live.render import Renderer
from bookings.live.views.setup import SetupView, setup_view_of_event
from bookings.reading.audience import PUBLIC
from bookings.rules import topics
from tests.live.views.watching import Watching
from tests.pictures import picture
from tests.world.people import ANN, MAX
from tests.world.places import CLUB, FLIGHT, HAMLET, THEATRE

LOGO = decode_logo(picture("PNG"))


def test_a_logo_and_a_name_change_the_head_of_an_open_event_as_a_fresh_page_has_it(database: Database) -> None:
    page, setup, topic = Watching(database), SetupView(Renderer()), topics.setup(THEATRE)
    page.do(MAX, set_logo, THEATRE, LOGO)
    page.do(MAX, edit_venue, THEATRE, {"name": "Old Corso"})
    with database.read() as session:
        changes, now = changes_after(session, topic, 0), database.now(session)
        assert changes
        sent = setup.delta(session, topic, setup_view_of_event(HAMLET), PUBLIC, changes, now)
    assert sent == {part: page.fresh()[part] for part in ("event-head", "joining")}
    assert LOGO.hash in sent["event-head"] and "Old Corso" in sent["event-head"]


def test_an_event_is_followed_at_its_own_venue_alone(sqlite: Database) -> None:
    setup = SetupView(Renderer())
    with sqlite.read() as session:
        for venue, view, allowed in (
            (THEATRE, f"event={HAMLET}", True), (CLUB, f"event={HAMLET}", False), (THEATRE, f"event={FLIGHT}", False),
            (THEATRE, "event=", False), (THEATRE, "event=x", False), (THEATRE, "event=²", False), (THEATRE, f"event={'9' * 20}", False),
        ):  # fmt: skip
            assert (setup.audience(session, ANN, topics.setup(venue), view) == PUBLIC) is allowed, view
