"""Events and flights: the list of them, the map of one's seats, and the forms with which seats are held and booked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.desk import book, holds
from bookings.desk.areas import hold_places
from bookings.errors import NameMismatch, Offer, Refusal
from bookings.http.current import current_ringside, desk_of_form, notify_fields, onlooker, viewer
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed, redirect_to
from bookings.live.views.options import ViewOptions
from bookings.models import Viewer
from bookings.reading.events import EventEntry, EventQuery, read_events
from bookings.rules.times.zones import local_day, seconds_until
from bookings.rules.violation import RuleViolation
from bookings.web import passengers
from bookings.web.board_forms import override_of
from bookings.web.seat_pages import carried_out, event_id_of, page, refused

bp = Blueprint("events", __name__, url_prefix="/events")

MOST = 200
MOST_CHOSEN = 12
CHOSEN = "You chose this before you signed in."


@bp.get("")
@public
def upcoming() -> str:
    """What has not begun yet, by the day on which it begins where it is; for strangers at venues where they may look in."""
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        events, _ = read_events(session, EventQuery(size=MOST, for_strangers=onlooker().is_stranger), now)
    if not events:
        viewer()  # with nothing to look at, a stranger is asked to sign in
    coming = [event for event in events if event.starts_at > now]
    days: dict[date, list[EventEntry]] = {}
    for event in sorted(coming, key=lambda event: (local_day(event.starts_at, event.zone), event.starts_at)):
        days.setdefault(local_day(event.starts_at, event.zone), []).append(event)
    turns = [turn for event in coming if event.sale is not None for turn in event.sale.turns]
    reload_after = seconds_until(turns, now)
    flights = any(event.flight for event in coming)
    return render_template(
        "pages/events.html", days=days, reload_after=reload_after, now=now, flash=flashed(), flights=flights
    )


@bp.get("/<event>")
@public
def seats(event: str) -> Response:
    """`view=list` for the list, `section` for one section of a large venue."""
    return page(event_id_of(event))


@bp.get("/<event>/choose")
def choose(event: str) -> Response:
    """What somebody chose before they signed in, to be taken with one press: a `seat`, or the best for a `party`."""
    event_id, given = event_id_of(event), request.args
    labels = tuple(label.strip() for label in given.get("seat", "").split(",") if label.strip())[:MOST_CHOSEN]
    if labels:
        return page(event_id, message=CHOSEN, tone="", offers=(Offer(f"take {', '.join(labels)}"[:80], seats=labels),))
    return page(event_id, chosen={"party": given.get("party", ""), "category": given.get("category", "")})


@bp.post("/<event>/hold")
def hold(event: str) -> Response:
    """`seat` or `take` (labels with commas between) go into the basket, `drop` comes out of it.

    Each says what is wanted, not "the other way round": a button that is pressed twice, or long after its page was drawn,
    does no harm, for what is in the basket stays there.
    """
    dropped = request.form.get("drop")
    wanted = (request.form.get("take") or request.form.get("seat") or "").split(",")
    labels = [label.strip() for label in wanted if label.strip()]

    def verb(event_id: int, who: Viewer) -> str:
        if dropped:
            current_ringside().desk.do(who, holds.drop_seats, event_id, [dropped])
            return f"{dropped} is released."
        current_ringside().desk.do(who, holds.hold_seats, event_id, labels)
        return ""

    return _in_basket(event, verb)


@bp.post("/<event>/best")
def best(event: str) -> Response:
    """The best seats for a `party`, together where that can be had, at any price or in one `category`; or the next free places
    of an `area` without numbers."""
    area, category = request.form.get("area", ""), request.form.get("category") or None
    party = request.form.get(f"count-{area}" if area else "party", "")
    count = int(party) if party.isascii() and party.isdecimal() and len(party) < 4 else 0

    def verb(event_id: int, who: Viewer) -> str:
        if area:
            current_ringside().desk.do(who, hold_places, event_id, area, count)
        else:
            current_ringside().desk.do(who, holds.hold_best, event_id, count, category)
        return ""

    return _in_basket(event, verb)


@bp.post("/<event>/override")
def override(event: str) -> Response:
    """Before the sale or after it, for a reason: the seats that are named in `take`, so many places of an `area`, or the best."""
    form, labels = request.form, [label.strip() for label in request.form.get("take", "").split(",") if label.strip()]
    party = form.get("party", "")
    count = int(party) if party.isascii() and party.isdecimal() and len(party) < 4 else 0

    def verb(event_id: int, who: Viewer) -> str:
        desk, why = current_ringside().desk, override_of(form)
        if labels:
            desk.do(who, holds.hold_seats, event_id, labels, override=why)
        elif form.get("area"):
            desk.do(who, hold_places, event_id, form["area"], count, override=why)
        else:
            desk.do(who, holds.hold_best, event_id, count, override=why)
        return ""

    return _in_basket(event, verb)


@bp.post("/<event>/release")
def release(event: str) -> Response:
    def verb(event_id: int, who: Viewer) -> str:
        current_ringside().desk.do(who, holds.release_hold, event_id)
        return "All your seats are released."

    return _in_basket(event, verb)


@bp.post("/<event>/extend")
def extend(event: str) -> Response:
    def verb(event_id: int, who: Viewer) -> str:
        current_ringside().desk.do(who, holds.extend_hold, event_id)
        return ""

    return _in_basket(event, verb)


@bp.get("/<event>/check-out")
def ask_passengers(event: str) -> Response:
    """Who travels in the seats of the basket; where nobody is asked for, back to the map."""
    event_id = event_id_of(event)
    return passengers.page(event_id) or redirect(ViewOptions.from_query(request.args).address(event_id))


@bp.post("/<event>/check-out")
def check_out(event: str) -> Response:
    """Book what is in the basket; its `key` is the basket's own id, so the same basket is booked once.

    On a flight with the passengers of its seats and a way to reach them.
    """
    event_id, who, key = event_id_of(event), viewer(), request.form.get("key")
    asked = passengers.typed(request.form)
    desk = desk_of_form().idempotent(key, {"check-out": event_id, **asked, **notify_fields()})
    try:
        booking = desk.do(who, book.sell_basket, event_id, **asked)
    except RuleViolation as violation:
        return passengers.page(event_id, violation) or refused(event_id, violation)
    except Refusal as refusal:
        asks_again = refusal.overridable or isinstance(refusal, NameMismatch) or "customer" in refusal.fields
        return (asks_again and passengers.page(event_id, refusal)) or refused(event_id, refusal)
    return redirect_to(f"/bookings/{booking}")


@bp.get("/<event>/<any(hold, best, release, extend, override, wait):act>")
def back(event: str, act: str) -> Response:
    """A refusal without scripts is drawn at the form's address; who loads that again comes back to the map."""
    return redirect(ViewOptions.from_query(request.args).address(event_id_of(event)))


def _in_basket(event: str, verb: Callable[[int, Viewer], str]) -> Response:
    """Carry out one verb of the desk on this person's basket, and answer with what is in it then."""
    event_id, who = event_id_of(event), viewer()
    try:
        sentence = verb(event_id, who)
    except (Refusal, RuleViolation) as refusal:
        return refused(event_id, refusal)
    return carried_out(event_id, sentence)
