"""An appointment is booked in three steps, without scripts: a service, a free time, confirm."""

from __future__ import annotations

from datetime import timedelta

from bookings.administration.services import retire_service
from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.rules.times.zones import iso
from tests import records
from tests.web.visits import Visit
from tests.world.clock import NEXT_DAY, TODAY, TOMORROW, at
from tests.world.people import ANN, BOB, MAX, SAM
from tests.world.places import CHECK_UP, CLINIC, CLUB, DR_AMSEL, DR_VOGEL, MARTA, SURGERY, id_of

SERVICES = f"/venues/{CLINIC}/appointments"
CHECK_UPS = f"{SERVICES}/{CHECK_UP}"
TEN = at("10:00")


def chosen(provider: str = DR_VOGEL, service: str = CHECK_UP) -> str:
    return f"{SERVICES}/{service}/confirm?provider={provider}&start={iso(TEN)}"


def test_from_the_start_page_to_a_request(visit: Visit, sqlite: Database) -> None:
    ann = visit(ANN)
    assert f'href="{SERVICES}"' in ann.open("/").text
    assert "Check-up 30 min, with Dr. Vogel or Dr. Amsel CHF 45.00" in ann.open(SERVICES).words
    times = ann.open(CHECK_UPS)
    assert "First free with anybody Mon 2 Mar, 10:30 with Dr. Vogel" in times.words
    confirm = ann.open(times.page.one(id="first-free").one("a")["href"])
    assert all(word in confirm.words for word in ("10:30", "until 11:00", "Monday 2 March 2026", "With Dr. Vogel", "CHF 45.00"))
    booked = ann.fill_in(confirm, {"note": "Limps"})
    (made,) = records.bookings(sqlite)
    assert (made.service_id, made.resource_id, made.starts_at, made.note, made.status) == (
        CHECK_UP, DR_VOGEL, at("10:30", TODAY), "Limps", "PENDING",
    )  # fmt: skip
    assert "Pfote Clinic looks at your request" in booked.words


def test_times_are_of_one_person_or_of_whoever_is_free_first(visit: Visit, desk: Desk) -> None:
    desk.do(BOB, book.book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)

    def starts(query: str) -> list[str]:
        return [each.words for each in visit(ANN).open(f"{CHECK_UPS}?day={TOMORROW}&{query}").page.one(id="times").all("a")]

    assert "10:00 with Dr. Vogel" not in (of_vogel := starts(f"provider={DR_VOGEL}")) and len(of_vogel) == 27
    assert len(starts(f"provider={DR_AMSEL}")) == len(starts("")) == 30
    assert "10:00 with Dr. Amsel" in starts("") and "12:00 with Dr. Vogel" in starts("")
    later = visit(ANN).open(f"{CHECK_UPS}?from={TODAY + timedelta(days=25)}")
    assert "Earlier" in later.words and "Later" not in later.words, "four weeks are open, and the week ends after them"


def test_a_time_taken_meanwhile_offers_others_and_keeps_what_was_typed(visit: Visit, desk: Desk, sqlite: Database) -> None:
    ann = visit(ANN)
    confirm = ann.open(chosen())
    desk.do(BOB, book.book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    refused = ann.fill_in(confirm, {"note": "Limps"}, answers=409)
    assert "Dr. Vogel at 10:00 was just taken. Dr. Amsel at 10:00 and" in refused.words
    assert refused.value_of("note") == "Limps" and "This time is not free any more" in refused.words
    offer = refused.page.one("form", id="book").buttons("offer")[0]
    ann.fill_in(refused, {"offer": offer})
    mine = [each for each in records.bookings(sqlite) if each.customer_id == ANN.id]
    assert [(each.resource_id, each.starts_at, each.note) for each in mine] == [(DR_AMSEL, TEN, "Limps")]


def test_who_works_there_books_it_at_the_board(visit: Visit) -> None:
    page = visit(SAM).open(chosen())
    assert "Book it for a customer on the board" in page.words and not page.page.all("form", id="book")


def test_what_is_not_there_is_said_or_not_found(visit: Visit, desk: Desk) -> None:
    ann = visit(ANN)
    for path in (
        f"/venues/{CLUB}/appointments", f"{SERVICES}/{id_of('x-ray')}", f"/venues/{CLUB}/appointments/{CHECK_UP}",
        f"{CHECK_UPS}?provider={MARTA}", f"{CHECK_UPS}/confirm?provider={MARTA}&start={iso(TEN)}",
    ):  # fmt: skip
        ann.open(path, 404)
    for query in ("from=yesterday", f"from={TODAY - timedelta(days=9)}", "from=9999-12-31", f"from={NEXT_DAY}"):
        assert "When and with whom" in ann.open(f"{CHECK_UPS}?{query}").words
    for start in ("soon", ""):
        assert ann.open(f"{CHECK_UPS}/confirm?provider={DR_VOGEL}&start={start}", 303).goes_to.startswith(CHECK_UPS)
    assert ann.open(f"{CHECK_UPS}/confirm?start={iso(TEN)}", 303).goes_to.startswith(CHECK_UPS)
    assert ann.open(chosen(DR_AMSEL, SURGERY), 303).goes_to == f"{SERVICES}/{SURGERY}"
    assert "They do not offer this any more" in ann.open(f"{SERVICES}/{SURGERY}?provider={DR_AMSEL}").words
    ann.send(CHECK_UPS, {"provider": DR_VOGEL, "start": "soon"}, answers=303)
    ann.send(CHECK_UPS, {"provider": DR_VOGEL, "start": iso(at("03:00"))}, answers=422)
    desk.do(MAX, retire_service, CHECK_UP)
    assert "This service is not offered any more" in ann.open(CHECK_UPS).words
    assert "Check-up" not in ann.open(SERVICES).words


def test_where_nothing_has_to_be_answered_it_is_booked(visit: Visit, desk: Desk, sqlite: Database) -> None:
    desk.do(MAX, edit_venue, CLINIC, {"confirms_at_once": True})
    ann = visit(ANN)
    confirm = ann.open(chosen())
    assert "Book it" in confirm.words and "Send request" not in confirm.words
    ann.fill_in(confirm)
    assert [each.status for each in records.bookings(sqlite)] == ["CONFIRMED"]
