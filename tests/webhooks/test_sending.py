"""What happens at a venue arrives at its webhooks: in order, signed, again until it does, under the same id."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from bookings.administration.programs.webhooks import MadeWebhook, edit_webhook
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.delete import delete_booking
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel
from bookings.models import Notification
from bookings.models.person import RINGSIDE
from bookings.rules.programs.webhooks import MOST_TRIES, PAUSES
from bookings.webhooks.queue import BUSY_FOR, claim, due_webhooks
from tests.webhooks.receiver import Receiver
from tests.webhooks.rounds import last, row, send_all
from tests.world.clock import at, pass_time
from tests.world.people import ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, OTHER_CLUB, OTHER_COURT


def test_each_change_arrives_in_its_order_as_programs_of_the_venue_hear_it(
    desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    booking = book(10)
    desk.do(SAM, take_payment, booking, method="cash")
    desk.do(NORA, book_court, OTHER_COURT, at("10:00"), at("11:00"), customer=named(BOB))
    send_all(desk)
    assert receiver.kinds() == ["booking.created", "payment.completed"]
    first, second = (each.body for each in receiver.received)
    assert (first["topic"], second["version"]) == (f"venue:{CLUB}", first["version"] + 1)
    assert (first["data"]["bookingId"], first["data"]["courtId"]) == (booking, COURT_1)
    assert first["data"]["booking"]["userName"] == ANN.name
    assert second["data"]["amount"] == 26
    assert all(each.is_signed_with(hook.secret) for each in receiver.received)
    assert not any(BOB.name in each.text or OTHER_CLUB in each.text for each in receiver.received)
    desk.do(SAM, delete_booking, book(12))
    send_all(desk)
    assert receiver.kinds()[2:] == ["booking.deleted"], "of what has gone since nothing else can be told"


def test_only_the_kinds_that_were_asked_for_are_sent(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    desk.do(MAX, edit_webhook, CLUB, hook.id, {"kinds": ["booking.cancelled"]}, private=True)
    booking = book(10)
    send_all(desk)
    assert receiver.received == []
    with database.read() as session:
        assert due_webhooks(session, database.now(session), 1) == [], "what is of no interest is looked through once"
    desk.do(SAM, cancel, booking)
    send_all(desk)
    assert receiver.kinds() == ["booking.cancelled"]


def test_nothing_overtakes_a_message_that_fails_and_pauses_grow(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    receiver.answers = [500, 503, 302]
    book(10)
    book(12)
    for tried in range(3):
        send_all(desk)
        send_all(desk)
        assert len(receiver.received) == tried + 1, "not before the pause is over"
        assert row(database, hook).tries == tried + 1
        pass_time(database, seconds=PAUSES[tried].total_seconds())
    send_all(desk)
    assert [each.id for each in receiver.received[:4]] == [receiver.received[0].id] * 4
    assert {each.path for each in receiver.received} == {"/hook"}, "a redirect is not followed"
    versions = [each.body["version"] for each in receiver.received]
    assert versions == [versions[0]] * 4 + [versions[0] + 1]


def test_a_process_that_ends_while_it_sends_loses_nothing(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    book(10)
    job = desk.do(RINGSIDE, claim, hook.id)
    assert job is not None
    assert desk.do(RINGSIDE, claim, hook.id) is None, "another process does not send it meanwhile"
    send_all(desk)
    assert receiver.received == []
    pass_time(database, seconds=BUSY_FOR.total_seconds() + 1)
    send_all(desk)
    assert [each.id for each in receiver.received] == [job.message_id]


def test_after_the_last_try_it_is_stopped_its_managers_are_told_and_it_goes_on_where_it_stopped(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    receiver.answers = [500] * MOST_TRIES
    book(10)
    for _ in range(MOST_TRIES + 2):
        send_all(desk)
        pass_time(database, days=1)
    assert len(receiver.received) == MOST_TRIES
    assert "The last answer was 500" in row(database, hook).stopped_for
    with database.read() as session:
        told = session.scalars(select(Notification).where(Notification.kind == "webhook_stopped")).all()
    assert [each.person_id for each in told] == [MAX.id]
    desk.do(MAX, edit_webhook, CLUB, hook.id, {"paused": False}, private=True)
    send_all(desk)
    assert len({each.id for each in receiver.received}) == 1
    assert last(database, hook).delivered


def test_an_answer_of_410_stops_it_at_once(
    database: Database, desk: Desk, hook: MadeWebhook, receiver: Receiver, book: Callable[[int], str]
) -> None:
    receiver.answers = [410]
    book(10)
    send_all(desk)
    assert row(database, hook).stopped_at is not None
