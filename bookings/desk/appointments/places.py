"""How many places of a group appointment a booking has: fewer or more, by its customer until the cut-off, at the desk until it begins."""

from __future__ import annotations

from bookings.desk.affected_topics import affected_topics, drawn_times
from bookings.desk.appointments.reschedule import appointment_for, refuse
from bookings.desk.book.appointments import check_places
from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import claim_requests
from bookings.desk.claims.release import release_claims
from bookings.desk.money.ledger import sum_up
from bookings.desk.money.pay import confirm_if_settled
from bookings.desk.money.price import follow_the_rules
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Booking, ChangeKind, Service
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not_other_places


def change_places(tx: Transaction, booking_id: str, places: int, *, was: int | None = None) -> str:
    """Let a booking have so many places at its time, each at what one cost. Returns its id; as many as it has change nothing.

    `was` is how many the caller saw. More are a request again where the venue answers its customers'. What was paid for those that
    go back is to be given back. Raises Conflict, Invalid, Taken.
    """
    booking = appointment_for(tx, booking_id)
    venue, service = tx.venue(booking.venue_id), tx.session.get_one(Service, booking.service_id)
    at_desk = tx.by.works_at(venue.id) and tx.by.id != booking.customer_id
    until = None if at_desk else venue.move_until(booking.starts_at)
    refuse(why_not_other_places(BookingStatus(booking.status), booking.starts_at, until, tx.now))
    check_places(service, places)
    if was not in (None, booking.places, places):
        raise Conflict(f"It has {booking.places} places by now, so nothing was changed. Look again, then decide.", code="moved_on")
    if places == booking.places:
        return booking.id
    before, more = drawn_times(tx, booking), places > booking.places
    by_the_rules = booking.price if booking.list_price is None else booking.list_price
    booking.price = by_the_rules / booking.places * places
    booking.places, booking.updated_at = places, tx.now
    follow_the_rules(booking)
    release_claims(tx, booking)
    booking.proposal = None
    _claim(tx, booking)
    sum_up(tx, booking)
    times = before + drawn_times(tx, booking)
    tx.record(
        ChangeKind.DETAILS_CHANGED, affected_topics(booking, venue, also=times), booking=booking, times=times,
        people=[booking.customer_id], changed={"places": places},
    )  # fmt: skip
    if more and not at_desk and booking.status == BookingStatus.CONFIRMED and not venue.confirms_at_once:
        write_status(tx, booking, venue, BookingStatus.PENDING)
    if at_desk:
        confirm_if_settled(tx, booking)
    return booking.id


def _claim(tx: Transaction, booking: Booking) -> None:
    try:
        claim(tx, booking, claim_requests(tx, booking))
    except Conflict as refused:
        if refused.code != "too_few_places":
            raise
        raise Conflict("So many places are not free at that time. It keeps those that it has.", code=refused.code) from refused
