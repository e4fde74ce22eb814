"""Who may receive what: every role at every room, also when it asks for what it has missed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pytest

from bookings.desk import book, holds, states
from bookings.desk.delete import delete_booking
from bookings.desk.money import pay
from bookings.models import Viewer
from tests.gateways.conftest import POLLING, WEBSOCKET, Connect, Subscription
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, BOB, NORA, SAM, canaries
from tests.world.places import CLUB, COURTS, HAMLET, OTHER_CLUB, THEATRE


@pytest.fixture(scope="module")
def booking(served: Served) -> Iterator[str]:
    """Ann's court tomorrow at ten."""
    yield served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))


def found_in(received: object, words: Iterable[str]) -> set[str]:
    text = json.dumps(received)
    return {word for word in words if word in text}


def own(person: Viewer) -> str:
    return f"user:{person.id}"


ANYBODYS = {"notifications", f"event:{HAMLET}"}
RIGHTS = [
    (ANN, {own(ANN), "booking"}),
    (BOB, {own(BOB)}),
    (SAM, {own(SAM), f"club:{CLUB}", f"club:{THEATRE}", "booking", "analytics"}),
    (NORA, {own(NORA), f"club:{OTHER_CLUB}", "analytics"}),
    (ADA, {own(ADA), f"club:{CLUB}", f"club:{THEATRE}", f"club:{OTHER_CLUB}", "booking", "analytics", "admin"}),
]
EVERYWHERE = [
    *(own(each) for each in (ANN, BOB, SAM, NORA, ADA)),
    *(f"club:{venue}" for venue in (CLUB, THEATRE, OTHER_CLUB)),
    *("booking", "admin", "analytics", "notifications", f"event:{HAMLET}"),
    *(
        "event:99",
        "event:-1",
        "event:١",
        "club:nowhere",
        "booking:nothing",
        "user:*",
        "ADMIN",
        " admin",
        "admin\u0000",
        "*",
    ),
    *(f"venue:{CLUB}", f"board:{CLUB}", f"USER:{ANN.id}", "user:", ":", f"booking:{'x' * 100}"),
]


@pytest.mark.parametrize("transports", [WEBSOCKET, POLLING], ids=["websocket", "polling"])
@pytest.mark.parametrize(("person", "mine"), RIGHTS, ids=[person.name.split()[0] for person, _ in RIGHTS])
def test_one_enters_the_rooms_that_are_ones_own_and_no_other(
    served: Served, connect: Connect, booking: str, person: Viewer, mine: set[str], transports: tuple[str, ...]
) -> None:
    allowed = {name if name != "booking" else f"booking:{booking}" for name in mine | ANYBODYS}
    rooms = [name if name != "booking" else f"booking:{booking}" for name in EVERYWHERE]
    offset = {name.replace("club:", "venue:"): 0 for name in rooms}
    client = connect(person, transports=transports, auth={"offset": offset})
    answer = client.ask("subscribe", {"rooms": rooms, "offset": offset})
    assert answer["ok"] is False, "there was something to refuse"
    assert set(answer["rooms"]) == allowed
    assert set(answer["refused"]) == set(rooms) - allowed
    assert client.ask("joinBookingRoom", {"bookingId": booking})["ok"] is (f"booking:{booking}" in allowed)
    # What it was sent again is only what these rooms receive.
    topics = {str(body["topic"]) for _, body in client.events() if body and "topic" in body}
    assert topics <= {name.replace("club:", "venue:") for name in allowed} | _venues_of(person)
    if person in (BOB, NORA):
        assert found_in(client.events(), canaries(ANN)) == set()
        assert booking not in str(client.events()), "not even that it is there"
    if person is SAM:
        assert found_in(client.events(), canaries(ANN)), "whoever works there gets who comes"


def _venues_of(person: Viewer) -> set[str]:
    venues = (CLUB, THEATRE, OTHER_CLUB) if person.is_admin else person.venues
    return {f"venue:{venue}" for venue in venues}


def test_a_room_that_was_left_is_silent(served: Served, connect: Connect, booking: str) -> None:
    staff, watching = connect(SAM), connect(SAM)
    assert staff.ask("unsubscribe", {"rooms": [f"club:{CLUB}"]}) == {"ok": True, "rooms": [f"club:{CLUB}"]}
    made = served.desk.do(ANN, book.book_court, COURTS[2], present.at("08:00"), present.at("09:00"))
    watching.event("booking:created", data__bookingId=made)
    staff.ask("register")
    assert staff.events("booking:created") == []


@pytest.mark.parametrize(
    "payload", [None, [], {}, {"rooms": []}, {"rooms": [1]}, {"rooms": {"a": 1}}, 7, {"rooms": ["a" * 500]}]
)
def test_what_cannot_be_meant_is_refused_in_words(connect: Connect, payload: object) -> None:
    client = connect(BOB)
    answer = client.ask("subscribe", payload)
    assert answer["ok"] is False and "rooms" in answer["error"]
    assert client.ask("register")["ok"]


def test_strangers_receive_nothing_of_whom_a_change_is_about(
    served: Served, connect: Connect, follow: Subscription, booking: str
) -> None:
    strangers = [connect(BOB), connect(BOB, transports=POLLING), connect(NORA)]
    raw, sam = follow(BOB, HAMLET), connect(SAM)
    for client in strangers:
        client.ask("subscribe", {"rooms": ["notifications", "analytics", f"event:{HAMLET}", f"booking:{booking}"]})
    served.desk.do(ANN, holds.hold_seats, HAMLET, ["B3"])
    seats = served.desk.do(ANN, book.check_out, HAMLET)
    served.desk.do(SAM, pay.take_payment, seats)
    served.desk.do(SAM, states.cancel, seats)
    court = served.desk.do(ANN, book.book_court, COURTS[1], present.at("20:00"), present.at("21:00"))
    assert found_in(sam.event("booking:created", booking__id=court), canaries(ANN)), "there is something to be withheld"
    served.desk.do(SAM, states.cancel, court)
    served.desk.do(SAM, delete_booking, court)
    sam.event("booking:deleted", bookingId=court)
    gone = raw.message("booking_cancelled")
    for client in strangers:
        client.event("seat_update", version=gone["version"])
        client.ask("register")
    for received in (raw.received, *(client.events() for client in strangers)):
        assert found_in(received, {*canaries(ANN), seats, court, booking}) == set()
