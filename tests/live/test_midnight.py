"""A board that means today goes on to the next day at midnight there, and says so; one that means a date stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bookings.database import Database
from bookings.desk import Desk, book
from bookings.live import element_ids
from bookings.live.catch_up import CatchUp, Subscription, parse_subscriptions
from bookings.live.render import Renderer, version_value
from bookings.live.views import all_views
from bookings.models import Viewer
from bookings.reading.audience import STAFF
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import to_utc
from tests.browsers import Window
from tests.server_process import Served, serving
from tests.world import present
from tests.world.clock import TODAY, TOMORROW, ZURICH, at, pass_time
from tests.world.people import ANN, BOB, SAM, email_of, named
from tests.world.places import CLUB, COURT_1, COURTS


def asked(database: Database, person: Viewer, view: str, day: date = TODAY) -> dict[str, str]:
    """What a page is answered that shows this board at its present version."""
    catch_up, topic = CatchUp(database, all_views(Renderer())), topics.board(CLUB, day)
    with database.read() as session:
        version = version_of(session, topic)
    fragments = catch_up.poll(person, [Subscription(topic, view, version)])
    assert fragments is not None
    return fragments


@pytest.mark.parametrize("view", ["today;", "today;tennis"])
@pytest.mark.parametrize("person", [SAM, BOB])
def test_a_page_that_asks_gets_the_new_day_and_a_notice(database: Database, person: Viewer, view: str) -> None:
    Desk(database).do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(BOB))
    assert "region" not in asked(database, person, view)
    pass_time(database, hours=14)
    fragments = asked(database, person, view)
    assert "Now showing Tuesday 3 March." in fragments["notice"]
    assert 'id="booking-' in fragments["region"] and "Tue 3 March" in fragments["region"]
    topic = topics.board(CLUB, TOMORROW)
    with database.read() as session:
        value = version_value(topic, view, version_of(session, topic))
    assert value in fragments[element_ids.version(topic)], "and goes on from there"
    assert "region" not in asked(database, person, view, TOMORROW)


def test_a_page_with_a_date_stays_there(database: Database) -> None:
    pass_time(database, hours=14)
    fragments = asked(database, SAM, "")
    assert "region" not in fragments and "notice" not in fragments


def test_a_board_that_nothing_came_to_for_long_is_brought_what_the_clock_has_changed(database: Database) -> None:
    """Places where a booking could begin have become past; nobody has booked anything."""
    catch_up, topic = CatchUp(database, all_views(Renderer())), topics.board(CLUB, TODAY)
    pass_time(database, hours=1)
    with database.read() as session:
        version, now = version_of(session, topic), database.now(session)
    shown = f"{topic}|@{version}"
    for minutes_ago, brought in ((1, False), (30, True)):
        [subscription] = parse_subscriptions([shown], (now - timedelta(minutes=minutes_ago)).isoformat())
        assert ("region" in (catch_up.poll(BOB, [subscription]) or {})) is brought
    for nothing in ("", "yesterday", "2026-03-02T10:00", None):
        assert parse_subscriptions([shown], nothing) == [Subscription(topic, "", version)]


def listed(database: Database, view: str) -> str:
    catch_up, topic = CatchUp(database, all_views(Renderer())), topics.venue(CLUB)
    with database.read() as session:
        version = version_of(session, topic)
    fragments = catch_up.poll(SAM, [Subscription(topic, view, version)])
    assert fragments is not None
    return fragments.get("region", "")


def test_a_list_of_todays_bookings_is_of_the_new_day_after_midnight(database: Database) -> None:
    desk, todays, tomorrows = Desk(database), ("12:00", TODAY), ("12:00", TOMORROW)
    made = [
        desk.do(SAM, book.book_court, COURT_1, at(*start), at("13:00", start[1]), customer=named(BOB))
        for start in (todays, tomorrows)
    ]
    view = f"staff={SAM.id}&venue={CLUB}&day=today"
    assert [booking in listed(database, view) for booking in made] == [True, False]
    live_view = all_views(Renderer())["venue"]
    with database.read() as session:
        due = live_view.due(session, topics.venue(CLUB), view, STAFF, database.now(session))
        never = live_view.due(session, topics.venue(CLUB), f"staff={SAM.id}", STAFF, database.now(session))
    assert (due, never) == (at("00:00"), None)
    pass_time(database, hours=14)
    assert [booking in listed(database, view) for booking in made] == [False, True]


@pytest.fixture
def late() -> Iterator[Served]:
    """A served program, a minute and a half before midnight."""
    with serving(present.fill, program=("-m", "tests.server_with_clock")) as running:
        running.set_clock(midnight() - timedelta(seconds=90))
        yield running


def midnight() -> datetime:
    return to_utc(datetime.combine(present.tomorrow(), time()), ZURICH)


def heading(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B}"


@pytest.mark.browser
def test_at_midnight_open_boards_go_on_with_a_socket_and_without(late: Served, browser: Browser) -> None:
    windows = [Window(browser, late.url).sign_in(email_of(SAM)) for _ in range(4)]
    live, asking, dated, start = windows
    asking.block_sockets()
    board = present.board().partition("?")[0]
    today, tomorrow = present.today(), present.tomorrow()
    live.open(f"{board}?date=today&panel=new")
    dated.open(present.board(today))
    asking.page.clock.install()
    asking.page.goto(late.url + board)
    start.page.clock.install()
    start.page.goto(late.url)
    for one in (live, asking, dated):
        expect(one.page.locator("h1")).to_contain_text(heading(today))
    book_for_tomorrow(late)

    late.set_clock(midnight() - timedelta(seconds=1))
    expect(live.page.locator("h1")).to_contain_text(heading(tomorrow))
    expect(live.page.locator("#notice")).to_contain_text(f"Now showing {tomorrow:%A} {tomorrow.day} {tomorrow:%B}.")
    expect(live.page.locator("#panel h2")).to_have_text("New booking")
    expect(live.page).to_have_title(f"{tomorrow:%a} {tomorrow.day} {tomorrow:%b}, Seehof Tennis · Ringside")
    asks(asking.page)
    expect(asking.page.locator("h1")).to_contain_text(heading(tomorrow))
    expect(asking.page.locator("#notice")).to_contain_text("Now showing")
    for one in (live, asking):
        one.must_equal_a_fresh_load()
        expect(one.page.locator("#region .card")).to_have_count(1)
    live.wait_until_live()
    start.page.clock.run_for(120_000)
    expect(start.page.locator(".counts").first).to_have_attribute(
        "aria-label", re.compile(f"{tomorrow.day} {tomorrow:%B}")
    )
    expect(dated.page.locator("h1")).to_contain_text(heading(today))
    assert [fault for one in windows for fault in one.faults] == []
    for one in windows:
        one.close()


def book_for_tomorrow(served: Served) -> None:
    """Something that stands on tomorrow's board."""
    start = present.at("10:00")
    served.desk.do(
        SAM,
        book.book_court,
        COURTS[0],
        start,
        start + timedelta(hours=1),
        customer=named(ANN),
    )


def asks(page: Page) -> None:
    for _ in range(30):
        page.clock.run_for(1_000)
