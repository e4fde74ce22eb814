"""A raw client that was away: with `since` it sees every version once, whatever happened to the server meanwhile."""

from __future__ import annotations

from bookings.changes.log import MOST
from bookings.desk import holds
from tests.gateways.clients import Crowd, Raw
from tests.gateways.conftest import Subscription, token_of
from tests.server_process import Served
from tests.world.people import ANN, BOB
from tests.world.places import HAMLET


def stir(served: Served, times: int) -> None:
    """Each time two changes of the event."""
    for n in range(times):
        served.desk.do(ANN, holds.hold_seats, HAMLET, [f"A{n % 10 + 1}"])
        served.desk.do(ANN, holds.drop_seats, HAMLET, [f"A{n % 10 + 1}"])


def versions(client: Raw) -> list[int]:
    return [each["version"] for each in client.messages("seat_update")]


def test_fifty_changes_arrive_once_each_also_over_a_restart(served: Served, follow: Subscription, programs: Crowd) -> None:
    first = follow(BOB, HAMLET)
    stir(served, 2)
    last = [first.message("seat_update")["version"] for _ in range(4)][-1]
    first.close()
    stir(served, 13)
    served.restart()
    stir(served, 12)
    back = programs.raw(served.url, f"/ws/events/{HAMLET}?token={token_of(served, BOB)}&since={last}")
    subscribed = back.message("subscribed")
    assert versions(back) == list(range(last + 1, subscribed["version"] + 1)), "what was missed comes first"
    stir(served, 2)
    back.message("seat_update", version=last + 54)
    assert versions(first) + versions(back) == list(range(1, last + 55))


def test_whoever_was_never_away_receives_nothing_twice(served: Served, follow: Subscription) -> None:
    client = follow(BOB)
    client.say({"type": "subscribe_event", "eventId": HAMLET})
    now = client.message("subscribed")["version"]
    client.say({"type": "subscribe_event", "eventId": HAMLET, "since": now})
    assert client.message("subscribed")["version"] == now
    assert versions(client) == []
    stir(served, 1)
    client.message("seat_update", version=now + 2)
    assert versions(client) == [now + 1, now + 2], "two subscriptions are one"


def test_whoever_was_away_too_long_or_comes_from_the_future_is_given_the_whole(served: Served, follow: Subscription) -> None:
    stir(served, MOST // 2 + 1)
    for since in (0, 10**12, "nonsense"):
        client = follow(BOB, HAMLET, since=since)
        (whole,) = client.messages("seat_update")
        assert whole["resync"] is True and whole["availableSeats"] == whole["seatCapacity"] == 30
        assert whole["version"] == client.messages("subscribed")[0]["version"]


def test_a_going_server_says_that_it_comes_back(served: Served, follow: Subscription) -> None:
    client = follow(BOB, HAMLET)
    served.stop()
    assert client.closed()[0] == 1012
    served.start()
