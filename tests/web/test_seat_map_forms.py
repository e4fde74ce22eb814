"""The forms of a seat map without scripts, and the fragments with which they answer a page that has them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from bookings.desk import Desk, book, holds
from bookings.desk.events.flight_status import change_flight_status
from bookings.live import element_ids
from bookings.models import Booking, Claim, Event, Flight, Seat, Viewer
from bookings.rules.status import FlightStatus
from tests.live.test_render import Roots
from tests.web.markup import Element
from tests.web.visits import Answer, Visit
from tests.world.arena import ARENA, build
from tests.world.clock import NEXT_DAY, at, pass_time
from tests.world.people import ADA, ANN, BOB, SAM, named
from tests.world.places import FLIGHT, HAMLET, THEATRE

HERE = f"/events/{HAMLET}"


@pytest.fixture
def desk(site: Flask) -> Desk:
    found: Desk = site.extensions["ringside"].desk
    return found


def seat(page: Answer, label: str) -> Element:
    return page.page.one(id=element_ids.seat(label)).one("button")


def state(page: Answer, label: str) -> str:
    return seat(page, label)["data-state"]


def fragments(answer: Answer) -> list[str | None]:
    """The ids of the fragments that an answer is made of."""
    found = Roots(answer.text)
    assert not found.stray and not found.unclosed, answer.text
    return [name for _, name in found.roots]


def basket(desk: Desk, who: Viewer = ANN) -> list[str]:
    """The labels of what somebody holds."""
    with desk.database.read() as session:
        held = select(Seat.label).join(Claim, Claim.seat_id == Seat.id).where(Claim.kind == "hold")
        return list(session.scalars(held.order_by(Seat.id)))


def test_a_seat_is_taken_and_given_back(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    sent = ann.send(f"{HERE}/hold?view=list", seat="A1")
    assert sent.goes_to == f"{HERE}?view=list"
    page = ann.open(sent.goes_to)
    assert "You hold A1 until 10:15." in page.words and "1 of 6" in page.words and state(page, "A1") == "mine"
    page = ann.open(ann.send(f"{HERE}/hold", drop="A1").goes_to)
    assert "A1 is released." in page.words and "None yet" in page.words and state(page, "A1") == "free"


def test_a_button_pressed_twice_or_late_does_what_it_says_and_no_harm(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    for _ in range(2):
        ann.send(f"{HERE}/hold", seat="A1")
        assert basket(desk) == ["A1"]
    for _ in range(2):
        ann.send(f"{HERE}/hold", drop="A1")
        assert basket(desk) == []


def test_what_one_does_in_a_section_leads_back_to_it(desk: Desk, visit: Visit) -> None:
    desk.database.write(lambda session: build(session, THEATRE, at("20:00", NEXT_DAY)))
    page = visit(ANN).open(f"/events/{ARENA}?section=block-4&view=list")
    sent = visit(ANN).send(page.page.one("form", id="hold")["action"], seat="4-C7")
    assert sent.goes_to == f"/events/{ARENA}?view=list&section=block-4"
    outline = visit(ANN).open(f"/events/{ARENA}")
    assert "1 yours" in outline.words


def test_several_seats_are_taken_at_once_or_none(desk: Desk, visit: Visit) -> None:
    visit(ANN).send(f"{HERE}/hold", take="A1,A2,A3")
    desk.do(ANN, holds.release_hold, HAMLET)
    desk.do(BOB, book.book_seats, HAMLET, ["A2"])
    visit(ANN).send(f"{HERE}/hold", answers=409, take="A1,A2,A3")
    assert basket(desk) == []


def test_a_seat_taken_meanwhile_offers_two_others(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, holds.hold_seats, HAMLET, ["A5"])
    lost = visit(ANN).send(f"{HERE}/hold", answers=409, seat="A5")
    assert "A 5 was just taken. A 4 and A 6 are free." in lost.words.replace(" together", "")
    assert lost.page.buttons("take") == ["A4", "A6"]
    assert state(lost, "A5") == "held"


def test_with_scripts_a_loss_is_the_seat_as_it_is_and_a_sentence(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, holds.hold_seats, HAMLET, ["A5"])
    lost = visit(ANN).send(f"{HERE}/hold", answers=409, htmx=True, seat="A5")
    assert fragments(lost) == ["notice", "seat-A5"]
    assert state(lost, "A5") == "held" and 'role="alert"' in lost.text


def test_a_seat_long_gone_says_why_it_cannot_be_had(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, book.book_seats, HAMLET, ["A5"])
    desk.do(BOB, holds.hold_seats, HAMLET, ["B5"])
    pass_time(desk.database, minutes=2)
    for label, why in (("A5", "Row A, seat 5 is taken."), ("B5", "Row B, seat 5 is on hold in somebody's basket")):
        answer = visit(ANN).send(f"{HERE}/hold", answers=409, seat=label)
        assert why in answer.words and "just taken" not in answer.words and "Take" in answer.words


def test_ones_own_booked_seat_leads_to_the_booking(desk: Desk, visit: Visit) -> None:
    booking = desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    assert visit(ANN).send(f"{HERE}/hold", seat="A5").goes_to == f"/bookings/{booking}"
    assert (
        visit(ANN).send(f"{HERE}/hold", answers=200, htmx=True, seat="A5").headers["HX-Redirect"]
        == f"/bookings/{booking}"
    )


def test_the_seventh_seat_is_explained(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    ann.send(f"{HERE}/hold", take="A1,A2,A3,A4,A5,A6")
    full = ann.send(f"{HERE}/hold", answers=409, seat="A7")
    assert "A basket holds 6 seats and yours has 6." in full.words and state(full, "A7") == "free"
    assert fragments(ann.send(f"{HERE}/hold", answers=409, htmx=True, seat="A7")) == ["notice"]


@pytest.mark.parametrize(
    "fields", [{}, {"seat": "Z99"}, {"seat": "<b>"}, {"take": ",,"}, {"drop": "Z99"}, {"seat": "A1\x00"}]
)
def test_a_seat_that_does_not_exist_is_refused_in_words(desk: Desk, visit: Visit, fields: dict[str, str]) -> None:
    desk.do(ANN, holds.hold_seats, HAMLET, ["B1"])
    refused = visit(ANN).send(f"{HERE}/hold", answers=422, **fields)
    assert "There is no seat" in refused.words or "Choose at least one seat." in refused.words
    assert "<b>," not in refused.text and basket(desk) == ["B1"]


def test_the_best_seats_for_a_party_sit_together(desk: Desk, visit: Visit) -> None:
    ann = visit(ANN)
    page = ann.open(ann.send(f"{HERE}/best", party="3", category="B").goes_to)
    held = basket(desk)
    numbers = sorted(int(label[1:]) for label in held)
    assert len({label[0] for label in held}) == 1 and held[0][0] == "B"
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert "You hold B" in page.words and "CHF 96.00" in page.words


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"party": "0"}, 422, "Choose between 1 and 6 seats."),
        ({"party": "7"}, 422, "Choose between 1 and 6 seats."),
        ({"party": "two"}, 422, "Choose between 1 and 6 seats."),
        ({"party": "9" * 30}, 422, "Choose between 1 and 6 seats."),
        ({}, 422, "Choose between 1 and 6 seats."),
        ({"party": "2", "category": "Z"}, 422, "There is no such price category here."),
    ],
)
def test_a_party_that_cannot_be_is_refused_in_words(
    desk: Desk, visit: Visit, fields: dict[str, str], status: int, sentence: str
) -> None:
    assert sentence in visit(ANN).send(f"{HERE}/best", answers=status, **fields).words
    assert basket(desk) == []


def test_too_few_left_is_answered_with_how_many(desk: Desk, visit: Visit) -> None:
    desk.do(SAM, book.book_seats, HAMLET, [f"A{n}" for n in range(1, 10)], customer=named(SAM))
    refused = visit(ANN).send(f"{HERE}/best", answers=409, party="2", category="A")
    assert "Only 1 seat is left at this price, not 2." in refused.words


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


def test_a_form_without_its_token_changes_nothing(desk: Desk, visit: Visit) -> None:
    for token in (None, "forged"):
        assert "nothing was changed" in visit(ANN).send(f"{HERE}/hold", answers=400, token=token, seat="A1").words
    assert basket(desk) == []


def test_with_scripts_what_is_done_is_only_spoken(desk: Desk, visit: Visit) -> None:
    answer = visit(ANN).send(f"{HERE}/hold", answers=200, htmx=True, seat="A1")
    assert fragments(answer) == ["notice", "announcement"]
    assert "You hold A1 until 10:15." in answer.words


def test_the_address_of_a_refusal_leads_back_to_the_map(visit: Visit) -> None:
    assert visit(ANN).open(f"{HERE}/hold?view=list", 302).goes_to == f"{HERE}?view=list"


def test_a_name_full_of_markup_shows_literally(desk: Desk, visit: Visit) -> None:
    title = '<script>alert(1)</script> & "Co"'
    desk.database.write(lambda session: setattr(session.get_one(Event, HAMLET), "title", title))
    for path in (HERE, "/events"):
        page = visit(ANN).open(path)
        assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text


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
        ({**asked, "type-1A": "ADULT", "first-1B": "", "last-1B": "Finch"}, "Please fill in the first name"),
        ({**asked, "first-1B": "Mia", "last-1B": "Finch", "type-1B": "CHILD", "born-1B": "1990-01-31"}, "A child is 2 to 11"),
        ({**asked, "email": "", "first-1B": "Mia", "last-1B": "Finch"}, "Say how the airline reaches you"),
    ):  # fmt: skip
        refused = ann.send(f"{here}/check-out", typed, answers=422)  # type: ignore[arg-type]
        assert sentence in refused.words and "Who travels" in refused.words
        assert basket(desk) == ["1A", "1B"], "the seats stay in the basket meanwhile"
        assert typed.get("first-1B") in (None, "", refused.value_of("first-1B"))
    sent = ann.send(f"{here}/check-out", {**asked, "first-1B": "Bob", "last-1B": "Birdwell"})  # type: ignore[arg-type]
    assert sent.goes_to.startswith("/bookings/")
    with desk.database.read() as session:
        booking = session.scalars(select(Booking)).one()
        assert [each["firstName"] for each in booking.passengers] == ["Annabel", "Bob"]


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
