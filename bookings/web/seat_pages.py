"""The page of one event's seats, and what its forms answer when there is something to say against it.

With scripts a refusal is a sentence in its place and the seats as they are now; without, the whole page with both.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.errors import NotFound, Offer, Refusal, SeatTaken
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, catch_up_fragments, flashed, notice, redirect_to, respond
from bookings.live.render import CHANGED, QUIET, version_value
from bookings.live.views.look import Look
from bookings.reading.seats.baskets import read_basket, read_ended
from bookings.reading.seats.maps import own_booking, read_seat_map, read_seats, recently_changed
from bookings.reading.seats.views import SeatView
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


def page(event_id: int, *, message: str = "", offers: Sequence[Offer] = (), status: int = 200) -> Response:
    """The event as this address looks at it. Raises NotFound for an event or a section that does not exist."""
    who, look = viewer(), Look.of(request.args)
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        house = read_seat_map(session, event_id, who.id, now, section=look.section)
        basket = read_basket(session, event_id, who.id, now, currency=house.currency)
        ended = None if basket.seats or message else read_ended(session, event_id, who.id, now)
    look = look.at(house.section)
    said = (message, "bad") if message else flashed()
    body = render_template(
        "pages/event.html", house=house, look=look, basket=basket, ended=ended, said=said, offers=offers, now=now,
        zone=house.zone, follow=[version_value(house.topic, str(look), house.version)],
    )  # fmt: skip
    return make_response(body, status)


def carried_out(event_id: int, sentence: str) -> Response:
    """It worked: the map shows it, so with scripts the sentence, with what is now in the basket, is only spoken."""
    told = " ".join(filter(None, (sentence, _held(event_id))))
    if not by_htmx():
        return respond(Look.of(request.args).address(event_id), told)
    return respond("", fragments=current_ringside().renderer.draw("notice.html", "spoken", told))


def refused(event_id: int, refusal: Refusal | RuleViolation) -> Response:
    """It did not work. Raises NotFound again, for then there is no page to show it on."""
    if isinstance(refusal, NotFound):
        raise refusal
    if isinstance(refusal, SeatTaken):
        return _lost(event_id, refusal)
    status = refusal.status if isinstance(refusal, Refusal) else 422
    if refusal.code == HOLD_ENDED:
        return _ran_out(event_id, refusal.message, status)
    return _say(event_id, refusal.message, status)


def _held(event_id: int) -> str:
    """What is in the viewer's basket and until when, in words."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        basket = read_basket(session, event_id, who.id, now, currency="")
        zone = current_ringside().catch_up.scenes["event"].zone(session, topics.event(event_id))
    if basket.expires_at is None:
        return ""
    labels = [seat.label for seat in basket.seats]
    listed = " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
    return f"You hold {listed} until {clock_label(basket.expires_at, zone)}."


def _lost(event_id: int, lost: SeatTaken) -> Response:
    """Somebody else has it: the seat as it is now, why, and what is free nearby."""
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        seats = read_seats(session, event_id, lost.taken, who.id, now)
        if len(seats) == 1 and seats[0].owned:
            booking = own_booking(session, event_id, seats[0].label, who.id)
            if booking is not None:
                return redirect_to(f"/bookings/{booking}")
        old = len(seats) == 1 and not recently_changed(session, event_id, seats[0].label, now)
    message = _why(seats[0], lost.offers) if old and seats[0].state in WHY else lost.message
    pieces = "".join(current_ringside().renderer.draw("seats.html", "seat", seat, swap=CHANGED) for seat in seats)
    return _say(event_id, message, lost.status, lost.offers, pieces)


def _why(seat: SeatView, offers: Sequence[Offer]) -> str:
    """Why a seat that has been gone for a while cannot be had."""
    nearby = " Nearest free:" if offers else ""
    return f"Row {seat.row}, seat {seat.number} {WHY[seat.state]}{nearby}"


def _ran_out(event_id: int, message: str, status: int) -> Response:
    """The basket is gone: when that was, and what of it is still free."""
    who = viewer()
    with current_ringside().database.read() as session:
        ended = read_ended(session, event_id, who.id, current_ringside().database.now(session))
        zone = current_ringside().catch_up.scenes["event"].zone(session, topics.event(event_id))
    if ended is None:
        return _say(event_id, message, status)
    if not by_htmx():
        return page(event_id, status=status)
    released = current_ringside().renderer.draw("basket.html", "released", ended, zone, swap=QUIET)
    return make_response(released + catch_up_fragments(), status)


def _say(event_id: int, message: str, status: int, offers: Sequence[Offer] = (), pieces: str = "") -> Response:
    if not by_htmx():
        return page(event_id, message=message, offers=offers, status=status)
    return make_response(notice(message, tone="bad", offers=offers) + pieces + catch_up_fragments(), status)
