"""A basket is kept, released, booked or lost."""

from __future__ import annotations

from sqlalchemy import func, select

from bookings.desk import Desk, book, holds
from bookings.desk.events.flight_status import change_flight_status
from bookings.models import Booking, Flight
from bookings.rules.status import FlightStatus
from tests.web.seat_map.at_the_map import HERE, basket, fragments, seat
from tests.web.visits import Visit
from tests.world.clock import pass_time
from tests.world.people import ADA, ANN, BOB, SAM
from tests.world.places import FLIGHT, HAMLET


def test_all_seats_are_released_at_once(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    ann.send(f"{HERE}/hold", take="A1,A2")
    assert "All your seats are released." in ann.open(ann.send(f"{HERE}/release").goes_to).words
    assert basket(desk) == []


def test_keeping_ones_seats_gives_more_time(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    ann.send(f"{HERE}/hold", seat="A1")
    pass_time(desk.database, minutes=6)
    assert "You hold A1 until 10:21." in ann.open(ann.send(f"{HERE}/extend").goes_to).words


def test_the_basket_is_booked_once_however_often_it_is_sent(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    ann.send(f"{HERE}/hold", take="A1,A2")
    key = ann.open(HERE).page.buttons("key")
    assert len(set(key)) == 1
    sent = {ann.send(f"{HERE}/check-out", key=key[0]).goes_to for _ in range(3)}
    sent.add(ann.send(f"{HERE}/check-out", answers=200, htmx=True, key=key[0]).headers["HX-Redirect"])
    assert len(sent) == 1 and sent.pop().startswith("/bookings/")
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 1
    assert "data-owned" in ann.open(HERE).text


def test_time_that_is_up_is_answered_with_what_is_still_free(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    ann.send(f"{HERE}/hold", take="A1,A2,A3")
    pass_time(desk.database, minutes=11)
    desk.do(SAM, holds.expire_holds)
    desk.do(BOB, book.book_seats, HAMLET, ["A2"])
    for act in ("extend", "check-out"):
        answer = ann.send(f"{HERE}/{act}", answers=409)
        assert "Your seats were released at 10:16. 2 of 3 are still free." in answer.words
        assert fragments(ann.send(f"{HERE}/{act}", answers=409, htmx=True)) == ["notice"]
    assert "2 of 3 are still free" in ann.open(HERE).words, "who comes back later reads it too"
    ann.send(f"{HERE}/hold", take=answer.page.buttons("take")[0])
    assert basket(desk) == ["A1", "A3"]
    assert "released" not in ann.open(HERE).words


def test_an_empty_basket_is_refused_in_words(desk: Desk, visit: Visit) -> None:
    refused = visit(ANN).send(f"{HERE}/check-out", answers=409)
    assert "released when the time was up" in refused.words


def test_a_flight_asks_who_travels_before_it_books(desk: Desk, visit: Visit) -> None:
    here, ann = f"/events/{FLIGHT}", visit(ANN)
    assert ann.open(f"{here}/check-out", 302).goes_to == here, "nobody is asked for while the basket is empty"
    ann.send(f"{here}/hold", take="1A,1B")
    assert (
        f'href="{here}/check-out">Name 2 passengers' in ann.open(here).text
        and "Book 2 seats" not in ann.open(here).words
    )
    page = ann.open(f"{here}/check-out")
    asked = {name: page.value_of(name) for name in ("key", "first-1A", "last-1A", "email")}
    assert asked == {**asked, "first-1A": "Annabel", "last-1A": "Canarini", "email": "annabel.canarini@canary.example"}
    for typed, sentence in (
        ({"key": asked["key"]}, "A flight is booked for named passengers"),
        ({**asked, "type-1A": "ADULT", "first-1B": "", "last-1B": ""}, "Write the name as it stands in the passport"),
        ({**asked, "first-1B": "Mia", "last-1B": "Finch", "type-1B": "CHILD", "born-1B": "1990-01-31"}, "A child is 2 to 11"),
        ({**asked, "first-1B": "Mia", "last-1B": "Finch", "born-1B": "2999-01-31"}, "This day of birth is still to come"),
        ({**asked, "first-1B": "Mia", "last-1B": "", "infant-first-1B": "Tim", "infant-born-1B": "1990-01-31"}, "Tim is"),
        ({**asked, "email": "", "first-1B": "Mia", "last-1B": "Finch"}, "Say how the airline reaches you"),
    ):  # fmt: skip
        refused = ann.send(f"{here}/check-out", typed, answers=422)  # type: ignore[arg-type]
        assert sentence in refused.words and "Who travels" in refused.words
        assert basket(desk) == ["1A", "1B"], "the seats stay in the basket meanwhile"
        assert typed.get("first-1B") in (None, "", refused.value_of("first-1B"))
    born = "2025-06-06"
    infant = {"infant-title-1B": "Mx", "infant-first-1B": "Tim", "infant-last-1B": "Birdwell", "infant-born-1B": born}
    sent = ann.send(f"{here}/check-out", {**asked, "first-1B": "Bob", "last-1B": "Birdwell", **infant})  # type: ignore[arg-type]
    assert sent.goes_to.startswith("/bookings/")
    with desk.database.read() as session:
        booking = session.scalars(select(Booking)).one()
        assert [each["firstName"] for each in booking.passengers] == ["Annabel", "Bob", "Tim"]
        assert booking.passengers[2] == {"type": "INFANT", "title": "Mx", "firstName": "Tim", "lastName": "Birdwell", "dateOfBirth": born}


def test_a_flight_that_is_cancelled_offers_nothing(desk: Desk, visit: Visit) -> None:
    here, ann = f"/events/{FLIGHT}", visit(ANN)
    assert "aria-disabled" not in seat(ann.open(here), "1A")
    with desk.database.read() as session:
        flight = session.scalars(select(Flight.id)).one()
    desk.do(ADA, change_flight_status, flight, FlightStatus.CANCELLED)
    page = ann.open(here)
    assert "RS 101 is cancelled, so it cannot be booked." in page.words and "Find best seats" not in page.words
    assert seat(page, "1A")["aria-disabled"] == "true"
    for act, typed in (("hold", {"seat": "1A"}), ("best", {"party": "2"}), ("check-out", {"first-1A": "Ann"})):
        assert "cancelled" in ann.send(f"{here}/{act}", typed, answers=409).words
    assert basket(desk) == []
