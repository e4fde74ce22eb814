"""What can be done with a booking on its page, and how it is refused there."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.desk import states
from tests.web.bookings.booked import UNKNOWN, booked, history_of, state_of
from tests.web.visits import Visit, desk_of
from tests.world.people import ANN, BOB, SAM


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


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_form_leads_back_only_to_this_site(site: Flask, visit: Visit, back: str) -> None:
    answer = visit(ANN).send(f"/bookings/{booked(site)}/cancel", back=back)
    assert answer.goes_to == "/"
    assert (
        visit(BOB).send(f"/bookings/{booked(site, BOB)}/cancel", back="/bookings?page=2").goes_to == "/bookings?page=2"
    )
