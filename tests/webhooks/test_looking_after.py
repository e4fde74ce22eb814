"""Webhooks are told again, given other secrets, tried, stopped and removed, by those who manage their venue, on every road."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app import create_app
from bookings.administration.programs.webhooks import (
    MadeWebhook,
    edit_webhook,
    remove_webhook,
    replay_webhook,
    rotate_secret,
)
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.models import TopicEntry, WebhookDelivery
from bookings.models.person import RINGSIDE
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.settings import Settings
from bookings.upkeep.purge import KEEP_DELIVERIES, clear_deliveries
from bookings.webhooks.sender import send_test
from tests.web.visits import Visitor
from tests.webhooks.receiver import Receiver
from tests.webhooks.rounds import last, row, send_all
from tests.world.clock import pass_time
from tests.world.people import ADA, ANN, MAX, NORA, SAM
from tests.world.places import CLUB, OTHER_CLUB

PAGE = f"/admin/venues/{CLUB}/webhooks"


def test_it_is_told_again_from_a_version_on_under_the_same_ids(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    book(10)
    book(12)
    send_all(desk)
    first = receiver.received[0].body["version"]
    desk.do(MAX, replay_webhook, CLUB, hook.id, first)
    send_all(desk)
    assert [each.id for each in receiver.received[:2]] == [each.id for each in receiver.received[2:]]
    with pytest.raises(Invalid):
        desk.do(MAX, replay_webhook, CLUB, hook.id, 10_000)
    database.write(lambda session: session.execute(delete(TopicEntry).where(TopicEntry.version <= first)) and None)
    with pytest.raises(Conflict):
        desk.do(MAX, replay_webhook, CLUB, hook.id, first)


def test_whoever_was_stopped_for_too_long_is_told_so(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    desk.do(MAX, edit_webhook, CLUB, hook.id, {"paused": True}, private=True)
    book(10)
    send_all(desk)
    assert receiver.received == []
    database.write(lambda session: session.execute(delete(TopicEntry)) and None)
    desk.do(MAX, edit_webhook, CLUB, hook.id, {"paused": False}, private=True)
    send_all(desk)
    assert receiver.kinds() == ["webhook.resync"]
    with database.read() as session:
        assert receiver.received[0].body["version"] == version_of(session, topics.venue(CLUB)) == row(database, hook).version


def test_another_secret_signs_beside_the_former_one_for_a_day(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    new = desk.do(MAX, rotate_secret, CLUB, hook.id)
    book(10)
    send_all(desk)
    pass_time(database, days=1)
    book(12)
    send_all(desk)
    both, one = receiver.received
    assert both.is_signed_with(hook.secret) and both.is_signed_with(new.secret)
    assert not one.is_signed_with(hook.secret) and one.is_signed_with(new.secret)


def test_a_test_is_sent_at_once_and_stands_among_the_last_messages(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver
) -> None:
    assert send_test(desk, MAX, CLUB, hook.id, private=True).delivered
    found = last(database, hook)
    assert (found.kind, found.version, found.status, receiver.kinds()) == ("webhook.test", None, 204, ["webhook.test"])
    with pytest.raises(NotFound):
        send_test(desk, SAM, CLUB, hook.id, private=True)
    pass_time(database, days=KEEP_DELIVERIES / timedelta(days=1) + 1)
    assert desk.do(RINGSIDE, clear_deliveries) == 1


def test_only_those_who_manage_the_venue_set_webhooks_up(desk: Desk, hook: MadeWebhook, database: Database) -> None:
    for who, refusal in ((SAM, NotAllowed), (NORA, NotFound), (ANN, NotFound)):
        with pytest.raises(refusal):
            desk.do(who, remove_webhook, CLUB, hook.id)
    with pytest.raises(NotFound):
        desk.do(ADA, remove_webhook, OTHER_CLUB, hook.id)
    desk.do(ADA, remove_webhook, CLUB, hook.id)
    with database.read() as session:
        assert session.scalars(select(WebhookDelivery)).all() == []


def site_on(database: Database, *, private: bool) -> Flask:
    secret = "only for tests, and longer than thirty-two characters"
    site = create_app(Settings(database_url=database.url, secret_key=secret, webhook_private_networks=private))
    site.extensions["ringside"].database.skew = database.skew
    return site


def test_a_manager_sets_one_up_on_its_page_tries_it_stops_it_and_removes_it(sqlite: Database, receiver: Receiver) -> None:
    max_ = Visitor(site_on(sqlite, private=True), MAX)
    form = {"url": receiver.url, "name": "Till", "kinds": "booking.created"}
    made = max_.send(PAGE, form, answers=200)
    secret = made.page.one("input", **{"aria-label": "Secret"})["value"]
    assert secret.startswith("whsec_")
    [address] = {each["action"].removesuffix("/test") for each in made.page.all("form", method="post") if each["action"].endswith("/test")}
    assert secret not in max_.open(address).text, "it is shown once"
    max_.send(f"{address}/test")
    assert "The test arrived. It answered 204" in max_.open(address).words
    assert receiver.received[0].is_signed_with(secret)
    for act, words in (("pause", "Paused"), ("resume", "On, up to date")):
        max_.send(address, {"do": act})
        assert words in max_.open(address).words
    assert "Choose a version from 1" in max_.send(f"{address}/replay", {"version": "0"}, answers=422).words
    assert max_.send(address, {"do": "rotate"}, answers=200).page.one("input", **{"aria-label": "Secret"})["value"] != secret
    max_.send(address, {"do": "remove"})
    max_.open(address, 404)


def test_an_address_in_the_own_network_is_refused_where_it_is_typed(sqlite: Database, receiver: Receiver) -> None:
    visitor = Visitor(site_on(sqlite, private=False), MAX)
    for url, sentence in (
        (receiver.url, "has to begin with https"),
        (f"https://127.0.0.1:{receiver.port}/", "private network"),
        ("https://169.254.169.254/latest", "private network"),
        ("https://nowhere.invalid/", "no server of the name"),
        ("<b>", "Write an address like"),
    ):
        answer = visitor.send(PAGE, {"url": url, "name": "Till"}, answers=422)
        assert sentence in answer.words
        assert (answer.value_of("url"), answer.value_of("name")) == (url, "Till"), "what was typed is kept"
    assert receiver.received == []
