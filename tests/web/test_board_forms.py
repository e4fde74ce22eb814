"""What is done from a board: booking and moving, and how each is refused where its reader looks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk, book
from bookings.models import Booking, Person, Service, ServiceProvider, Venue
from bookings.reading.boards.openings import read_opening
from tests.web.board_visits import BOARD, AtBoard, cell, iso
from tests.web.markup import parse
from tests.world.clock import AUTUMN_BACK, SPRING_FORWARD, SUNDAY, TODAY, TOMORROW, at, minutes, now_of
from tests.world.people import ANN, BOB, NORA, SAM, email_of, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    DR_VOGEL,
    MARTA,
    NIGHT_COURT,
    NIGHT_HALL,
    SURGERY,
    id_of,
)
from tests.world.rows import add


def place(court: str = COURT_1, start: str = "10:00", end: str = "11:00") -> dict[str, str]:
    return {"court": court, "start": iso(at(start)), "end": iso(at(end))}


def bookings(database: Database) -> list[Booking]:
    with database.read() as session:
        return list(session.scalars(select(Booking).order_by(Booking.created_at)))


# ── Booking
def test_the_form_for_a_place_offers_what_the_rules_allow_there(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(SAM, book.book_court, COURT_1, at("12:00"), at("13:00"), customer=named(ANN))
    form = AtBoard(site, SAM).see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    assert parse(form).choices("end") == [
        "30 min, until 10:30, CHF 13.00",
        "1 h, until 11:00, CHF 26.00",
        "1 h 30 min, until 11:30, CHF 39.00",
        "2 h, until 12:00, CHF 52.00",
    ]
    assert parse(form).choices("end", chosen=True) == ["1 h, until 11:00, CHF 26.00"]
    assert "Coach Marta" in form and "Court 1, 10:00</h2>" in form


def test_the_desk_books_for_somebody_new(site: Flask, sqlite: Database) -> None:
    answer = AtBoard(site, SAM).post(
        "book", **place(), name="Dora Neu", email="Dora@Example.com", coach=MARTA, note="Left-handed"
    )
    (made,) = bookings(sqlite)
    assert answer.status_code == 303 and answer.location == f"{BOARD}&booking={made.id}"
    assert (made.status, made.resource_id, made.coach_id, made.staff_note) == ("CONFIRMED", COURT_1, MARTA, "Left-handed")
    page = AtBoard(site, SAM).see(answer.location)
    assert "Dora Neu" in cell(page, COURT_1, "10:00") and f'id="booking-panel-{made.id}"' in page


def test_the_address_of_a_customer_finds_them_without_a_name(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    AtBoard(site, SAM).post("book", **place(), name="", email=email_of(ANN).upper())
    assert [made.customer_id for made in bookings(sqlite)] == [ANN.id, ANN.id]


def test_another_name_than_the_known_one_is_shown_beside_it_and_then_chosen(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    for htmx in (False, True):
        answer = AtBoard(site, SAM).post("book", htmx=htmx, **place(), name="Zzz", email=email_of(ANN))
        assert answer.status_code == 409
        assert f"This customer is known here as {ANN.name}, and you typed Zzz." in answer.text
        assert f'name="customer" value="{ANN.id}"' in answer.text and parse(answer.text).value("name") == "Zzz"
    assert len(bookings(sqlite)) == 1
    AtBoard(site, SAM).post("book", **place(), name="Zzz", email=email_of(ANN), customer=ANN.id)
    assert [made.customer_name for made in bookings(sqlite)] == [None, None]


def test_a_customer_of_the_venue_is_found_by_a_part_of_the_name_and_booked_for(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    sam = AtBoard(site, SAM)
    found = sam.see(f"/venues/{CLUB}/board/customers?name=CANAR")
    assert [each["value"] for each in parse(found).all(name="customer")] == [ANN.id, ""] and ANN.name in found and email_of(ANN) in found
    assert sam.post("book", **place(), name="canar", customer=ANN.id).status_code == 303
    assert [made.customer_id for made in bookings(sqlite)] == [ANN.id, ANN.id]


def test_nobody_finds_the_customers_of_another_venue(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    for name in ("canar", "c", "%", "_nn", ""):
        assert AtBoard(site, SAM).see(f"/venues/{NIGHT_HALL}/board/customers?name={name}").strip() == ""
    assert AtBoard(site, ANN).get(f"/venues/{CLUB}/board/customers?name=canar").status_code == 404
    assert AtBoard(site, NORA).get(f"/venues/{CLUB}/board/customers?name=canar").status_code == 404
    # Bob has never been here: his id, wherever it came from, is nobody's.
    answer = AtBoard(site, SAM).post("book", **place(), name="", customer=BOB.id)
    assert answer.status_code == 422 and "There is no such customer here." in answer.text


def test_by_htmx_the_new_booking_comes_beside_the_board_and_the_address_follows(site: Flask, sqlite: Database) -> None:
    answer = AtBoard(site, SAM).post("book", htmx=True, **place(), name="Dora Neu")
    (made,) = bookings(sqlite)
    assert answer.status_code == 200 and answer.headers["HX-Push-Url"] == f"{BOARD}&booking={made.id}"
    assert "Court 1, tennis is booked for Dora Neu: Tue 3 Mar, 10:00–11:00." in answer.text
    assert parse(answer.text).one("aside", id="panel")["hx-swap-oob"] == "true"


def test_a_customer_asks_and_the_place_is_kept(site: Flask, sqlite: Database) -> None:
    form = AtBoard(site, ANN).see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    assert 'name="email"' not in form and "Send request" in form
    for customer in ({"name": "Somebody Else"}, {"email": "else@example.com"}, {"customer": BOB.id}):
        refused = AtBoard(site, ANN).post("book", **place(), **customer)
        assert refused.status_code == 403 and bookings(sqlite) == []
    answer = AtBoard(site, ANN).post("book", **place())
    (made,) = bookings(sqlite)
    assert (made.customer_id, made.status) == (ANN.id, "PENDING")
    page = AtBoard(site, ANN).see(answer.location)
    assert "Your request is sent" in page and "data-mine" in cell(page, COURT_1, "10:00")
    assert "Taken" in cell(AtBoard(site, BOB).see(BOARD), COURT_1, "10:00")


def test_where_the_venue_confirms_at_once_a_customer_books_and_does_not_ask(site: Flask, sqlite: Database) -> None:
    sqlite.write(lambda session: setattr(session.get_one(Venue, CLUB), "confirms_at_once", True))
    form = AtBoard(site, ANN).see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    assert "Send request" not in form and ">Book</button>" in form
    assert "It is booked" in AtBoard(site, ANN).see(AtBoard(site, ANN).post("book", **place()).location)


def test_a_place_that_was_lost_while_typing_comes_with_two_others_and_nothing_is_typed_again(
    site: Flask, sqlite: Database
) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_1, at("10:30"), at("11:30"))
    typed = {"name": "Dora <b>Neu</b>", "email": "dora@example.com", "note": "Two rackets"}
    sam = AtBoard(site, SAM)
    for htmx in (False, True):
        answer = sam.post("book", htmx=htmx, **place(), **typed)
        assert answer.status_code == 409 and "Court 1 at 10:00 was just taken." in answer.text
        assert parse(answer.text).value("name") == "Dora <b>Neu</b>"
        assert parse(answer.text).value("email") == "dora@example.com" and "Two rackets" in answer.text
        offers = parse(answer.text).all("button", name="offer")
        assert [offer.words for offer in offers] == ["Court 2 at 10:00", "Court 1 at 09:30"]
    taken_up = sam.post("book", **place(), **typed, offer=offers[0]["value"])
    assert taken_up.status_code == 303
    assert [(made.resource_id, made.starts_at) for made in bookings(sqlite)][1:] == [(COURT_2, at("10:00"))]


def test_a_coach_who_is_busy_can_be_changed_in_one_press(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"), coach_id=MARTA)
    sam = AtBoard(site, SAM)
    answer = sam.post("book", **place(), name="Dora", coach=MARTA)
    assert answer.status_code == 409 and "Coach Marta at 10:00 was just taken." in answer.text
    offers = parse(answer.text).buttons("offer")
    assert offers and all(offer.startswith(COURT_1) and offer.endswith(MARTA) for offer in offers), "the court stays"
    assert sam.post("book", **place(), name="Dora", coach=MARTA, offer=offers[0]).status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence", "at_field"),
    [
        ({"name": ""}, "Please fill in the name.", "book-name"),
        ({"name": "x" * 10_000}, "The name is too long: 10000 characters", "book-name"),
        ({"name": "Dora", "email": "dora at home"}, "That is not an e-mail address.", "book-email"),
        ({"name": "Dora", "note": "x" * 1001}, "The note is too long", "book-note"),
        ({"name": "Dora", "end": iso(at("14:00"))}, "A booking lasts at most 180 minutes", "book-end"),
        ({"name": "Dora", "end": iso(at("10:00"))}, "The end has to be after the start", "book-end"),
        ({"name": "Dora", "end": "later"}, "That is not a time.", "book-end"),
    ],
)
def test_what_cannot_be_is_explained_at_its_field_and_nothing_is_lost(
    site: Flask, sqlite: Database, fields: dict[str, str], sentence: str, at_field: str
) -> None:
    for htmx in (False, True):
        answer = AtBoard(site, SAM).post("book", htmx=htmx, **{**place(), **fields})
        assert answer.status_code == 422
        assert sentence in parse(answer.text).error(at_field)
        assert parse(answer.text).value("name") == fields["name"]
    assert bookings(sqlite) == []


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        (TODAY, "08:00", "08:00 on Monday 2 March 2026 is past. The next start is 10:30"),
        (SUNDAY, "10:00", "Closed on Sunday 8 March 2026. The next day open is Monday 9 March 2026."),
        (TOMORROW, "06:30", "Closed at 06:30 on Tuesday 3 March 2026. Open that day: 07:00 to 22:00."),
        (TOMORROW, "10:10", "Bookings start every 30 minutes, counted from 07:00. Take 10:00 or 10:30."),
        (SPRING_FORWARD.replace(month=6, day=2), "10:00", "Bookings open 28 days ahead."),
    ],
)
def test_a_place_that_nobody_can_book_says_why_before_and_after(
    site: Flask, sqlite: Database, day: Any, clock: str, sentence: str
) -> None:
    ann, start = AtBoard(site, ANN), at(clock, day)
    there = f"/venues/{CLUB}/board?date={day}&court={COURT_1}&start={iso(start)}"
    assert sentence in ann.see(there) and "Send request" not in ann.see(there)
    answer = ann.post("book", date=day.isoformat(), court=COURT_1, start=iso(start), end=iso(start + minutes(60)))
    assert answer.status_code == 422 and sentence in answer.text
    assert bookings(sqlite) == []


def test_staff_book_the_slot_that_is_running(site: Flask, sqlite: Database) -> None:
    start = at("10:00", TODAY)
    sent = {"date": TODAY.isoformat(), "court": COURT_1, "start": iso(start), "end": iso(start + minutes(60))}
    assert AtBoard(site, ANN).post("book", **sent).status_code == 422
    assert AtBoard(site, SAM).post("book", **sent, name="Dora").status_code == 303


def test_a_form_that_is_sent_twice_books_once(site: Flask, sqlite: Database) -> None:
    sam = AtBoard(site, SAM)
    form = sam.see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    key = parse(form).value("key")
    first, second = (sam.post("book", **place(), name="Dora", key=key) for _ in range(2))
    assert key and first.location == second.location and len(bookings(sqlite)) == 1


def test_a_form_without_its_token_changes_nothing(site: Flask, sqlite: Database) -> None:
    answer = AtBoard(site, SAM).post("book", **place(), name="Dora", csrf_token="stale")
    assert answer.status_code == 400 and "This form is from before you signed in" in answer.text
    assert bookings(sqlite) == []


def test_a_court_of_another_venue_is_not_here(site: Flask) -> None:
    assert AtBoard(site, SAM).post("book", **place(NIGHT_COURT), name="Dora").status_code == 404


def test_a_clinic_books_a_service_of_its_provider(site: Flask, sqlite: Database) -> None:
    sam = AtBoard(site, SAM)
    there = f"/venues/{CLINIC}/board?date={TOMORROW}&court={DR_VOGEL}&start={iso(at('10:00'))}"
    form = sam.see(there)
    assert "Check-up, 30 min, until 10:30, CHF 45.00" in form and "Surgery, 1 h 30 min" in form
    sent = {"court": DR_VOGEL, "start": iso(at("10:00")), "service": CHECK_UP, "name": "Rex"}
    assert sam.post("book", venue=CLINIC, **sent).status_code == 303
    (made,) = bookings(sqlite)
    assert (made.service_id, made.resource_id, made.ends_at) == (CHECK_UP, DR_VOGEL, at("10:30"))


# ── Moving
@pytest.fixture
def booked(sqlite: Database) -> str:
    return Desk(sqlite).do(SAM, book.book_court, COURT_1, at("10:00"), at("11:30"), customer=named(ANN))


def test_a_booking_is_moved_with_its_length(site: Flask, sqlite: Database, booked: str) -> None:
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00"}
    answer = AtBoard(site, SAM).post("move", htmx=True, **sent)
    assert (
        answer.status_code == 200 and "Annabel Canarini is moved to Court 2, tennis, Tue 3 Mar, 14:00–15:30." in answer.text
    )
    (moved,) = bookings(sqlite)
    assert (moved.resource_id, moved.starts_at, moved.ends_at) == (COURT_2, at("14:00"), at("15:30"))


def test_a_move_to_a_taken_place_keeps_the_booking_and_offers_two_others(
    site: Flask, sqlite: Database, booked: str
) -> None:
    Desk(sqlite).do(BOB, book.book_court, COURT_2, at("14:00"), at("15:00"))
    sam = AtBoard(site, SAM)
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00"}
    answer = sam.post("move", **sent)
    assert answer.status_code == 409 and "Court 2 at 14:00 was just taken." in answer.text
    assert '<details class="sect board-move" id="move" open>' in answer.text and 'value="14:00"' in answer.text
    offers = parse(answer.text).buttons("offer")
    assert sam.post("move", **sent, offer=offers[0]).status_code == 303
    assert bookings(sqlite)[0].resource_id == COURT_1 and bookings(sqlite)[0].starts_at == at("14:00")


@pytest.mark.parametrize(
    ("day", "clock", "sentence", "remedies"),
    [
        (SPRING_FORWARD, "02:30", "02:30 does not exist in Europe/Zurich", ["01:30", "03:30"]),
        (AUTUMN_BACK, "02:30", "02:30 comes twice in Europe/Zurich", ["02:30 1st", "02:30 2nd"]),
    ],
)
def test_a_time_that_the_clock_skips_or_repeats_is_asked_for_again_with_both(
    site: Flask, sqlite: Database, day: Any, clock: str, sentence: str, remedies: list[str]
) -> None:
    made = Desk(sqlite).do(SAM, book.book_court, NIGHT_COURT, at("10:00"), at("11:00"), customer=named(ANN))
    sam = AtBoard(site, SAM)
    sent = {"booking": made, "court": NIGHT_COURT, "day": day.isoformat(), "time": clock}
    answer = sam.post("move", venue=NIGHT_HALL, **sent)
    assert answer.status_code == 422 and sentence in answer.text
    offers = parse(answer.text).all("button", name="offer")
    assert [offer.words for offer in offers] == remedies
    assert sam.post("move", venue=NIGHT_HALL, **sent, offer=offers[1]["value"]).status_code == 303
    assert bookings(sqlite)[0].starts_at == at(remedies[1][:5], day, fold=1)


def test_a_booking_in_the_doubled_hour_keeps_its_own_half_when_only_the_court_changes(
    site: Flask, sqlite: Database
) -> None:
    start = at("02:30", AUTUMN_BACK, fold=1)
    made = Desk(sqlite).do(SAM, book.book_court, NIGHT_COURT, start, start + minutes(60), customer=named(ANN))
    sent = {"booking": made, "court": NIGHT_COURT, "day": AUTUMN_BACK.isoformat(), "time": "02:30"}
    assert AtBoard(site, SAM).post("move", venue=NIGHT_HALL, **sent).status_code == 303
    assert bookings(sqlite)[0].starts_at == start


def test_nobody_moves_what_is_not_theirs(site: Flask, sqlite: Database, booked: str) -> None:
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00"}
    for person in (ANN, BOB, NORA):
        assert AtBoard(site, person).post("move", **sent).status_code == 404
    # Sam works at the hall too, but the booking is not of that board.
    assert AtBoard(site, SAM).post("move", venue=NIGHT_HALL, **sent).status_code == 404
    assert bookings(sqlite)[0].resource_id == COURT_1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"), [("time", "noon", "Write the time of day"), ("day", "soon", "Write the date")]
)
def test_a_move_to_nonsense_is_explained_at_its_field(
    site: Flask, booked: str, field: str, typed: str, sentence: str
) -> None:
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00", field: typed}
    answer = AtBoard(site, SAM).post("move", **sent)
    assert answer.status_code == 422
    assert sentence in parse(answer.text).error(f"move-{field}")


def test_a_service_that_does_not_fit_hides_none_of_the_others(site: Flask, sqlite: Database) -> None:
    desk = Desk(sqlite)
    add(
        desk,
        Service(id=id_of("odd"), venue_id=CLINIC, name="Nails", minutes=20, price=Decimal("9.00")),
        ServiceProvider(service_id=id_of("odd"), resource_id=DR_VOGEL),
    )

    def offered(clock: str) -> list[str]:
        with sqlite.read() as session:
            opening = read_opening(session, CLINIC, DR_VOGEL, at(clock), ANN, now_of(sqlite))
        return [choice.name for choice in opening.choices]

    assert offered("09:00") == ["Check-up", "Surgery"], "20 minutes are off the grid of 30"
    desk.do(BOB, book.book_court, COURT_1, at("09:00"), at("10:00"))
    desk.do(BOB, book.book_service, SURGERY, at("10:00"), provider_id=DR_VOGEL)
    assert offered("09:30") == [], "a check-up keeps ten minutes free behind it"
    assert offered("09:00") == ["Check-up"]


def test_a_walk_in_without_an_address_is_written_down(site: Flask, sqlite: Database) -> None:
    AtBoard(site, SAM).post("book", **place(), name="Walk-in Wanda")
    with sqlite.read() as session:
        assert session.scalar(select(Person.email).where(Person.name == "Walk-in Wanda")) is None
