"""The pages of bookings and what can be done there, without scripts and by fragments."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
import segno
from flask import Flask
from sqlalchemy import select

from bookings.desk import Desk, book, move, states
from bookings.desk.money import pay
from bookings.live.views.booking import qr_of
from bookings.models import Booking, Change, Payment, Person, Viewer
from tests.web.markup import parse
from tests.web.visits import Visitor
from tests.world.clock import NEXT_DAY, at, minutes
from tests.world.people import ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CHECK_UP, COURT_1, COURT_2

Visit = Callable[..., Visitor]
UNKNOWN = "5b1d2f34-0000-4000-8000-000000000000"


def booked(site: Flask, by: Viewer = ANN, court: str = COURT_1, clock: str = "10:00") -> str:
    return desk_of(site).do(by, book.book_court, court, at(clock), at(clock) + minutes(60))


def desk_of(site: Flask) -> Desk:
    desk: Desk = site.extensions["ringside"].desk
    return desk


def state_of(site: Flask, booking: str) -> tuple[str, str]:
    with desk_of(site).database.read() as session:
        found = session.get_one(Booking, booking)
        return found.status, found.payment_status


def history_of(site: Flask, booking: str) -> list[str]:
    with desk_of(site).database.read() as session:
        return list(session.scalars(select(Change.kind).where(Change.booking_id == booking).order_by(Change.id)))


def payments_of(site: Flask, booking: str) -> list[Decimal]:
    with desk_of(site).database.read() as session:
        return list(session.scalars(select(Payment.amount).where(Payment.booking_id == booking).order_by(Payment.at)))


# -- who sees what -----------------------------------------------------------------------------------------------------


def test_a_customer_finds_a_ticket_with_its_code(site: Flask, visit: Visit) -> None:
    page = visit(ANN).open(f"/bookings/{booked(site)}")
    assert f'd="{qr_of(page.page.one("span", class_="pnr").words)[1]}"' in page.text
    for words in (
        "Court 1, tennis",
        "10:00",
        "Tuesday 3 March 2026",
        "1 hour",
        "Seehof Tennis",
        "Requested",
        "CHF 26.00",
    ):
        assert words in page.words
    assert "Cancel, no fee" in page.words


def test_the_code_is_drawn_as_the_symbol_that_segno_makes() -> None:
    across, path = qr_of("K7QM4T")
    drawn = [bytearray(across) for _ in range(across)]
    for x, y, length in (map(int, run) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)):
        drawn[y][x : x + length] = b"\1" * length
    assert drawn == [bytearray(row) for row in segno.make("K7QM4T", micro=False, error="m").matrix_iter(border=2)]


def test_somebody_elses_booking_is_answered_in_the_words_of_one_that_does_not_exist(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    visit(ANN).open(f"/bookings/{booking}")
    for stranger in (BOB, NORA):
        strange = visit(stranger).open(f"/bookings/{booking}", 404)
        assert strange.words == visit(stranger).open(f"/bookings/{UNKNOWN}", 404).words
        assert not [word for word in canaries(ANN) if word in strange.text]
    for nonsense in ("x", "../etc", "%00", "1;drop", "é" * 200):
        visit(BOB).open(f"/bookings/{nonsense}", 404)


@pytest.mark.parametrize(("act", "fields"), [
    ("status", {"status": "CANCELLED"}), ("cancel", {}), ("payments", {"method": "cash"}), ("details", {"note": "x"}),
])  # fmt: skip
def test_somebody_elses_booking_cannot_be_touched(site: Flask, visit: Visit, act: str, fields: dict[str, str]) -> None:
    booking = booked(site)
    before = history_of(site, booking)
    for stranger in (BOB, NORA):
        answer = visit(stranger).send(f"/bookings/{booking}/{act}", fields, answers=404)
        assert "not yours" in answer.words
        assert answer.words == visit(stranger).send(f"/bookings/{UNKNOWN}/{act}", fields, answers=404).words
    assert history_of(site, booking) == before


def test_whoever_is_not_signed_in_is_led_to_the_log_in_and_back(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    assert visit().open(f"/bookings/{booking}", 302).goes_to == f"/login?next=/bookings/{booking}"
    visit().send(f"/bookings/{booking}/cancel", answers=302)
    assert state_of(site, booking)[0] == "PENDING"


def test_staff_find_a_panel_and_the_customer_nothing_that_is_meant_for_staff(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(SAM, move.change_details, booking, note="Difficult <b>person</b>")
    panel, ticket = visit(SAM).open(f"/bookings/{booking}"), visit(ANN).open(f"/bookings/{booking}")
    for words in (ANN.name, "Difficult <b>person</b>", "Note changed", "Samuel Stewardson", "Approve", "CHF 26.00 owed"):
        assert words in panel.words
    for words in ("Difficult", "Note changed", *SAM.name.split(), "Approve"):
        assert words not in ticket.words


def test_names_with_markup_are_read_as_they_were_typed(site: Flask, visit: Visit) -> None:
    name = "<script>alert('Ann')</script>&amp;"
    desk_of(site).database.write(lambda session: setattr(session.get_one(Person, ANN.id), "name", name))
    page = visit(SAM).open(f"/bookings/{booked(site)}")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(&#39;Ann&#39;)&lt;/script&gt;&amp;amp;" in page.text


@pytest.mark.parametrize("person", [ANN, SAM])
def test_what_is_live_carries_no_token_and_no_key(site: Flask, visit: Visit, person: Viewer) -> None:
    page = visit(person).open(f"/bookings/{booked(site)}")
    live = page.text[
        page.text.index('<div id="region"') : page.text.index("</form>", page.text.index('<div id="region"'))
    ]
    live = live[: live.index("<form")]
    assert "token" not in live and 'name="key"' not in live
    assert "csrf_token" in page.text


# -- states ------------------------------------------------------------------------------------------------------------


def test_a_state_is_switched_once_however_often_it_is_pressed(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    for _ in range(3):
        answer = sam.send(f"/bookings/{booking}/status?was=PENDING", status="CONFIRMED")
        assert answer.goes_to == f"/bookings/{booking}"
    assert history_of(site, booking) == ["BookingCreated", "BookingConfirmed"]
    assert "is confirmed." in sam.open(f"/bookings/{booking}").words


def test_a_press_on_what_is_no_longer_true_changes_nothing(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(ANN, states.cancel, booking)
    stale = visit(SAM).send(f"/bookings/{booking}/status?was=PENDING", answers=409, status="CONFIRMED")
    assert "is cancelled by now, so nothing was changed" in stale.words
    assert state_of(site, booking)[0] == "CANCELLED"
    # Nor does it for who has seen that it is cancelled: to restore it is an act of its own.
    visit(SAM).send(f"/bookings/{booking}/status?was=CANCELLED", answers=409, status="CONFIRMED")
    assert state_of(site, booking)[0] == "CANCELLED"
    assert f'formaction="/bookings/{booking}/restore"' in visit(SAM).open(f"/bookings/{booking}").text
    visit(SAM).send(f"/bookings/{booking}/restore")
    assert state_of(site, booking)[0] == "CONFIRMED"


@pytest.mark.parametrize(("form", "code", "words"), [
    ({"status": "COMPLETED"}, 409, "cannot become completed"),
    ({"status": "LOST"}, 422, "status"),
    ({"status": ""}, 422, "status"),
    ({}, 422, "status"),
])  # fmt: skip
def test_a_state_that_cannot_be_is_refused_in_words(
    site: Flask, visit: Visit, form: dict[str, str], code: int, words: str
) -> None:
    booking = booked(site)
    answer = visit(SAM).send(f"/bookings/{booking}/status", answers=code, **form)
    assert words in answer.words
    assert state_of(site, booking)[0] == "PENDING"


def test_a_customer_may_cancel_and_nothing_else(site: Flask, visit: Visit) -> None:
    booking, ann = booked(site), visit(ANN)
    refused = ann.send(f"/bookings/{booking}/status?was=PENDING", answers=403, status="CONFIRMED")
    assert "Only the venue can do this" in refused.words
    ann.send(f"/bookings/{booking}/payments", answers=404, method="cash")
    ann.send(f"/bookings/{booking}/details", answers=404, note="mine")
    assert history_of(site, booking) == ["BookingCreated"]
    ann.send(f"/bookings/{booking}/cancel", reason="Flu & fever")
    assert state_of(site, booking)[0] == "CANCELLED"
    assert "Cancelled: Flu & fever" in ann.open(f"/bookings/{booking}").words
    assert "Flu & fever" in visit(SAM).open(f"/bookings/{booking}").words


def test_a_reason_that_is_too_long_is_kept_with_a_sentence_beside_it(site: Flask, visit: Visit) -> None:
    booking, reason = booked(site), "long <b> " * 1200
    page = visit(ANN).send(f"/bookings/{booking}/cancel", answers=422, reason=reason)
    assert "too long" in page.words
    assert page.value_of("reason") == reason
    answer = visit(ANN).send(f"/bookings/{booking}/cancel", answers=422, htmx=True, reason=reason)
    assert 'id="cancel-reason" hx-swap-oob="true"' in answer.text
    assert "too long" in answer.words and answer.value_of("reason") == reason
    assert state_of(site, booking)[0] == "PENDING"


def test_a_place_that_is_gone_cannot_be_restored(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(SAM, states.cancel, booking)
    booked(site, BOB)
    assert "/restore" not in visit(SAM).open(f"/bookings/{booking}").text
    lost = visit(SAM).send(f"/bookings/{booking}/restore", answers=409)
    assert "Court 1" in lost.words
    assert state_of(site, booking)[0] == "CANCELLED"


def test_a_choice_in_vain_is_drawn_as_it_was(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(SAM, states.confirm, booking)
    form = {f"status-{booking}": "NO_SHOW", f"status-{UNKNOWN}": "CANCELLED"}
    answer = visit(SAM).send(f"/bookings/{booking}/status?was=CONFIRMED", answers=409, htmx=True, **form)
    assert "has not begun" in answer.words
    assert f'id="status-of-{booking}" data-status="confirmed" hx-swap-oob="true"' in answer.text
    assert '<option id="is-confirmed-' in answer.text
    visit(SAM).send(
        f"/bookings/{booking}/status?was=CONFIRMED", answers=200, htmx=True, **{f"status-{booking}": "CHECKED_IN"}
    )
    assert state_of(site, booking)[0] == "CHECKED_IN"


def test_without_its_token_a_form_changes_nothing_and_says_why(site: Flask, visit: Visit) -> None:
    booking, ann = booked(site), visit(ANN)
    for token in (None, "forged"):
        answer = ann.send(f"/bookings/{booking}/cancel", answers=400, token=token)
        assert "nothing was changed" in answer.words
    assert state_of(site, booking)[0] == "PENDING"


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_form_leads_back_only_to_this_site(site: Flask, visit: Visit, back: str) -> None:
    answer = visit(ANN).send(f"/bookings/{booked(site)}/cancel", back=back)
    assert answer.goes_to == "/"
    assert (
        visit(BOB).send(f"/bookings/{booked(site, BOB)}/cancel", back="/bookings?page=2").goes_to == "/bookings?page=2"
    )


# -- money and notes ---------------------------------------------------------------------------------------------------


def pay_button(page_text: str, method: str) -> str:
    return parse(page_text).all("button", name="method", value=method)[0]["formaction"]


def test_a_button_takes_what_it_says_once(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    address = pay_button(sam.open(f"/bookings/{booking}").text, "card")
    assert "amount=26.00" in address
    for _ in range(2):
        sam.send(address, method="card")
    assert payments_of(site, booking) == [Decimal("26.00")]
    assert "Paid 26.00 by card" in sam.open(f"/bookings/{booking}").words


def test_money_that_went_back_can_be_taken_again(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    sam.send(pay_button(sam.open(f"/bookings/{booking}").text, "card"), method="card")
    desk_of(site).do(SAM, states.cancel, booking)
    assert "26.00 given back" in visit(ANN).open(f"/bookings/{booking}").words
    desk_of(site).do(SAM, states.restore, booking)
    sam.send(pay_button(sam.open(f"/bookings/{booking}").text, "card"), method="card")
    assert payments_of(site, booking) == [Decimal("26.00"), Decimal("-26.00"), Decimal("26.00")]
    assert state_of(site, booking) == ("CONFIRMED", "PAID")


def test_what_somebody_else_took_meanwhile_is_not_taken_again(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    address = pay_button(sam.open(f"/bookings/{booking}").text, "cash")
    desk_of(site).do(SAM, pay.take_payment, booking, Decimal("10.00"))
    assert "Only 16.00" in sam.send(address, answers=409, method="cash").words
    assert payments_of(site, booking) == [Decimal("10.00")]


@pytest.mark.parametrize(("amount", "method", "code", "words"), [
    ("-5", "card", 422, "below zero"),
    ("1e3", "card", 422, "digits"),
    ("NaN", "card", 422, "digits"),
    ("5.001", "card", 422, "decimals"),
    ("9" * 40, "card", 422, "digits"),
    ("26.01", "card", 409, "26.00"),
    ("0", "card", 422, "how much was paid"),
    ("5", "gold", 422, "how it was paid"),
])  # fmt: skip
def test_an_amount_that_cannot_be_is_kept_with_a_sentence_beside_it(
    site: Flask, visit: Visit, amount: str, method: str, code: int, words: str
) -> None:
    booking, sam = booked(site), visit(SAM)
    page = sam.send(f"/bookings/{booking}/payments", answers=code, amount=amount, method=method, key="k1")
    assert words in page.words
    assert page.value_of("amount") == amount
    answer = sam.send(f"/bookings/{booking}/payments", answers=code, htmx=True, amount=amount, method=method, key="k2")
    assert 'id="pay-form"' in answer.text and words in answer.words and answer.value_of("key") not in (None, "k2")
    assert payments_of(site, booking) == []


def test_a_form_sent_twice_takes_money_once_and_the_next_form_takes_more(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    key = sam.open(f"/bookings/{booking}").value_of("key")
    assert key
    for _ in range(2):
        answer = sam.send(f"/bookings/{booking}/payments", answers=200, htmx=True, amount="10", method="cash", key=key)
    again = answer.value_of("key")
    assert again and again != key
    sam.send(f"/bookings/{booking}/payments", answers=422, htmx=True, amount="5", method="cash", key=key)
    sam.send(f"/bookings/{booking}/payments", answers=200, htmx=True, amount="", method="cash", key=again)
    assert payments_of(site, booking) == [Decimal("10.00"), Decimal("16.00")]


def test_a_note_is_kept_or_given_back_with_a_sentence(site: Flask, visit: Visit) -> None:
    booking, sam = booked(site), visit(SAM)
    sam.send(f"/bookings/{booking}/details", note="Two rackets\n<i>left</i> hand")
    assert "Two rackets <i>left</i> hand" in sam.open(f"/bookings/{booking}").words
    page = sam.send(f"/bookings/{booking}/details", answers=422, note="x" * 10_000)
    assert "too long" in page.words and page.value_of("note") == "x" * 10_000
    assert "Two rackets" in page.words


# -- one's own list ----------------------------------------------------------------------------------------------------


def test_who_has_booked_nothing_is_shown_where_to(visit: Visit) -> None:
    page = visit(BOB).open("/bookings")
    assert "You have no bookings yet" in page.words
    assert 'href="/events"' in page.text and 'href="/"' in page.text


def test_a_long_list_has_pages(site: Flask, visit: Visit) -> None:
    clocks = [f"{hour:02}:{half}" for hour in range(7, 21) for half in ("00", "30")][:27]
    for clock in clocks:
        desk_of(site).do(SAM, book.book_court, COURT_1, at(clock), at(clock) + minutes(30), customer=named(ANN))
    first, second = visit(ANN).open("/bookings"), visit(ANN).open("/bookings?page=2")
    assert (len(first.rows()), len(second.rows())) == (25, 2)
    assert 'href="/bookings?page=2" rel="next"' in first.text
    assert visit(ANN).open("/bookings?page=99").rows() == second.rows()
    for nonsense in ("0", "-1", "x", "1e9", "9" * 30):
        assert "no such page" in visit(ANN).open(f"/bookings?page={nonsense}", 422).words


def test_an_appointment_says_with_whom(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book.book_service, CHECK_UP, at("10:00"))
    assert "Check-up with Dr. Vogel" in visit(ANN).open(f"/bookings/{booking}").words


def test_a_move_says_what_was_left_and_what_came(site: Flask, visit: Visit) -> None:
    booking = booked(site)
    desk_of(site).do(SAM, move.move, booking, COURT_1, at("12:00"), at("13:00"))
    desk_of(site).do(SAM, move.move, booking, COURT_2, at("09:00", NEXT_DAY), at("10:00", NEXT_DAY))
    for who in (ANN, SAM):
        words = visit(who).open(f"/bookings/{booking}").words
        assert "Moved from Court 1, 10:00 to Court 1, 12:00" in words
        assert "Moved from Court 1, Tue 3 Mar, 12:00 to Court 2, Wed 4 Mar, 09:00" in words


def test_the_customers_note_and_the_staffs_are_two(site: Flask, visit: Visit) -> None:
    booking = desk_of(site).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="Left-handed")
    visit(SAM).send(f"/bookings/{booking}/details", note="Pays late")
    staff, own = (visit(who).open(f"/bookings/{booking}") for who in (SAM, ANN))
    assert "Left-handed" in staff.words and "Pays late" in staff.words and staff.value_of("note") == "Pays late"
    assert "Your note Left-handed" in own.words and "Pays late" not in own.text
