"""The page of one event's seats, and the responses of its forms when something is refused.

With scripts a refusal is a sentence in its place and the seats as they are now; without, the whole page with both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import get_template_attribute, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.errors import NotFound, Offer, Refusal, SeatTaken
from bookings.http.current import current_ringside, onlooker, viewer
from bookings.http.layout import csrf_field
from bookings.http.responses import by_htmx, catch_up_fragments, flashed, notice, redirect_to, respond
from bookings.live.render import CHANGED, QUIET, version_value
from bookings.live.views.options import ViewOptions
from bookings.live.views.setup import setup_view_of_event
from bookings.reading.look_in import check_look_in
from bookings.reading.seats.baskets import read_basket, read_expired_basket
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.seats.seats import own_booking, read_seats, recently_changed
from bookings.reading.seats.views import SeatView
from bookings.reading.seats.waiting import read_own_wish
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import clock_label
from bookings.rules.violation import RuleViolation

LONGEST_ID = 9
HOLD_ENDED = "hold_ended"
WHY = {
    "held": "is on hold in somebody's basket, and may come back.",
    "booked": "is taken.",
    "blocked": "is not for sale.",
}


def event_id_of(text: str) -> int:
    """The id in an address. Raises NotFound for what cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID):
        raise NotFound("There is no such event.")
    return int(text)


def page(
    event_id: int, *, message: str = "", tone: str = "bad", offers: Sequence[Offer] = (), status: int = 200,
    chosen: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None, waits_for: Mapping[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The event in the view that the address names; `chosen` is what the search for the best begins with, and what was typed when
    a form is refused, with `errors` by field; `waits_for` the same of the form that joins the waiting list.

    Raises NotFound for an event or a section that does not exist, NotSignedIn for a stranger where nobody may look in.
    """
    who, options = onlooker(), ViewOptions.from_query(request.args)
    with current_ringside().database.read() as session:
        check_look_in(session, who, topics.event(event_id))
        now = current_ringside().database.now(session)
        seat_map = read_seat_map(session, event_id, who.id, now, section=options.section)
        seat_map = replace(seat_map, manages=who.manages(seat_map.venue_id))
        basket = read_basket(session, event_id, who.id, now, currency=seat_map.currency)
        options, setup = options.with_section(seat_map.section), topics.setup(seat_map.venue_id)
        follow = [
            version_value(seat_map.topic, str(options), seat_map.version),
            version_value(setup, setup_view_of_event(event_id), version_of(session, setup)),
        ]
        wish = None if who.is_stranger else read_own_wish(session, event_id, who.id)
        expired = None if basket.seats or message or who.is_stranger else read_expired_basket(session, event_id, who.id, now)
    flash = (message, tone) if message else flashed()
    body = render_template(
        "pages/event.html", seat_map=seat_map, options=options, basket=basket, expired=expired, flash=flash, offers=offers, now=now,
        chosen=chosen or {}, errors=errors or {}, wish=wish, waits_for=waits_for or {},
        zone=seat_map.zone, follow=follow,
    )  # fmt: skip
    return make_response(body, status)


def carried_out(event_id: int, sentence: str) -> Response:
    """The response to a verb that worked: the map shows it, so with scripts the sentence, with what is in the basket, is only read out."""
    message = " ".join(filter(None, (sentence, _held(event_id))))
    if not by_htmx():
        return respond(ViewOptions.from_query(request.args).address(event_id), message)
    return respond("", fragments=current_ringside().renderer.draw("notice.html", "spoken", message))


def refused(event_id: int, refusal: Refusal | RuleViolation) -> Response:
    """It did not work. Raises NotFound again, for then there is no page to show it on."""
    if isinstance(refusal, NotFound):
        raise refusal
    if isinstance(refusal, SeatTaken):
        return _seat_taken(event_id, refusal)
    status = refusal.status if isinstance(refusal, Refusal) else 422
    if refusal.overridable:
        return _asked_why(event_id, refusal.message, status)
    if refusal.code == HOLD_ENDED:
        return _hold_ended(event_id, refusal.message, status)
    return _with_notice(event_id, refusal.message, status)


def _asked_why(event_id: int, message: str, status: int) -> Response:
    """The seats are not on sale, which this viewer may set aside: the form that asks why, with what was wanted."""
    form, who = request.form, viewer()
    typed = {**form, "take": form.get("take") or form.get("seat", "")}
    errors = {"override": "Write down why."} if "override" in form else {}  # sent without a reason
    if not by_htmx():
        return page(event_id, message=message, status=status, chosen=typed, errors=errors)
    with current_ringside().database.read() as session:
        seat_map = read_seat_map(session, event_id, who.id, current_ringside().database.now(session))
    address = ViewOptions.from_query(request.args).address(event_id, "override")
    draw = get_template_attribute("parts/override.html", "out_of_sale")
    asked = str(draw(seat_map, csrf_field(), address, typed, errors, QUIET))  # plain: Markup would escape the notice
    return make_response(notice(message, tone="bad") + asked + catch_up_fragments(), status)


def _held(event_id: int) -> str:
    """What is in the viewer's basket and until when, in words."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        basket = read_basket(session, event_id, who.id, now, currency="")
        zone = current_ringside().catch_up.views["event"].zone(session, topics.event(event_id))
    if basket.expires_at is None:
        return ""
    labels = [seat.label for seat in basket.seats]
    listed = " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
    return f"You hold {listed} until {clock_label(basket.expires_at, zone)}."


def _seat_taken(event_id: int, taken: SeatTaken) -> Response:
    """Somebody else has it: the seat as it is now, why, and what is free nearby."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        seats = read_seats(session, event_id, taken.taken, who.id, now)
        if len(seats) == 1 and seats[0].owned:
            booking = own_booking(session, event_id, seats[0].label, who.id)
            if booking is not None:
                return redirect_to(f"/bookings/{booking}")
        old = len(seats) == 1 and not recently_changed(session, event_id, seats[0].label, now)
    message = _why(seats[0], taken.offers) if old and seats[0].state in WHY else taken.message
    fragments = "".join(current_ringside().renderer.draw("seats.html", "seat", seat, swap=CHANGED) for seat in seats)
    return _with_notice(event_id, message, taken.status, taken.offers, fragments)


def _why(seat: SeatView, offers: Sequence[Offer]) -> str:
    """Why a seat that has been gone for a while cannot be had."""
    nearby = " Nearest free:" if offers else ""
    return f"Row {seat.row}, seat {seat.number} {WHY[seat.state]}{nearby}"


def _hold_ended(event_id: int, message: str, status: int) -> Response:
    """The basket is gone: when that was, and what of it is still free."""
    who = viewer()
    with current_ringside().database.read() as session:
        expired = read_expired_basket(session, event_id, who.id, current_ringside().database.now(session))
        zone = current_ringside().catch_up.views["event"].zone(session, topics.event(event_id))
    if expired is None:
        return _with_notice(event_id, message, status)
    if not by_htmx():
        return page(event_id, status=status)
    released = current_ringside().renderer.draw("basket.html", "released", expired, zone, swap=QUIET)
    return make_response(released + catch_up_fragments(), status)


def _with_notice(event_id: int, message: str, status: int, offers: Sequence[Offer] = (), fragments: str = "") -> Response:
    if not by_htmx():
        return page(event_id, message=message, offers=offers, status=status)
    return make_response(notice(message, tone="bad", offers=offers) + fragments + catch_up_fragments(), status)
