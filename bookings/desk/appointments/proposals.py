"""Another time that the venue proposes for an appointment. It is kept free until its customer has answered, or the venue takes it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bookings.desk.affected_topics import affected_topics, drawn_times
from bookings.desk.alternatives.taken import SpanRequest
from bookings.desk.appointments.reschedule import appointment_for, refuse
from bookings.desk.claims.claim import claim
from bookings.desk.claims.claim_requests import appointment_claims, claim_requests
from bookings.desk.lookup import providers_of
from bookings.desk.move import relocate
from bookings.desk.status import drop_proposal, start_clock, write_status
from bookings.desk.transaction import Span, Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Conflict, NotAllowed
from bookings.models import Booking, ChangeKind, Resource, Service
from bookings.rules.status import BookingStatus
from bookings.rules.switching import why_not_changed
from bookings.rules.text.names import clean_note
from bookings.rules.times.spans import without
from bookings.rules.times.zones import iso, parse_instant
from bookings.rules.violation import PastTime

NOTE_LIMIT = 300


def propose_time(tx: Transaction, booking_id: str, start: datetime, provider_id: str | None = None, note: str = "") -> str:
    """Propose `start`, with another provider if one is named, in place of what was proposed before. Staff only. Returns its id.

    Raises Conflict, RuleViolation, Taken. A request gets the venue's time anew, for its customer to answer in.
    """
    booking = appointment_for(tx, booking_id, staff_only=True)
    assert booking.resource_id is not None and booking.service_id is not None
    venue = tx.venue(booking.venue_id)
    refuse(why_not_changed(BookingStatus(booking.status), booking.starts_at, tx.now))
    if tx.session.get_one(Service, booking.service_id).places > 1:
        raise Conflict("For one of a group no other time is proposed. Move the booking, or ask its customer to.", code="of_a_group")
    [provider] = providers_of(tx, booking.service_id, provider_id or booking.resource_id)
    end = start + (booking.ends_at - booking.starts_at)
    lasts = (end - start) // timedelta(minutes=1)
    if start <= tx.now:
        raise PastTime("Propose a time that is still to come.", "start")
    venue.booking_terms(for_staff=True, of=provider).of_length(lasts).check(start, end, tx.now)
    if (provider.id, start) == (booking.resource_id, booking.starts_at):
        raise Conflict("It is at that time already. Propose another.", code="not_moved")
    before = drop_proposal(tx, booking)
    note = clean_note(note, NOTE_LIMIT)
    claim(tx, booking, _offered(tx, booking, provider.id, start, lasts))
    booking.proposal = {"resource": provider.id, "provider": provider.name, "start": iso(start), "note": note}
    if booking.expires_at is not None:
        start_clock(tx, booking, venue)
    _record(tx, booking, ChangeKind.TIME_PROPOSED, before, place=provider.name, start=iso(start), note=note)
    return booking.id


def withdraw_proposal(tx: Transaction, booking_id: str) -> str:
    """Take it back. Staff only; with none, nothing changes. Returns the booking's id."""
    booking = appointment_for(tx, booking_id, staff_only=True)
    if booking.proposal is not None:
        _record(tx, booking, ChangeKind.PROPOSAL_WITHDRAWN, drop_proposal(tx, booking))
    return booking.id


def accept_proposal(tx: Transaction, booking_id: str, *, start: datetime | None = None) -> str:
    """Move the appointment to what was proposed; it is confirmed then. Its customer only. Returns its id.

    `start` is the time that the caller saw: another one by now is refused, as is one that has begun.
    """
    booking, proposal = _proposed_to(tx, booking_id)
    wanted = parse_instant(proposal["start"])
    if start not in (None, wanted):
        raise Conflict("The venue proposes another time by now. Look again, then answer.", code="moved_on")
    refuse(why_not_changed(BookingStatus(booking.status), booking.starts_at, tx.now))
    if wanted <= tx.now:
        raise Conflict("The time that was proposed has passed. Choose another one, or ask at the desk.", code="past")
    venue, provider = tx.venue(booking.venue_id), tx.session.get_one(Resource, proposal["resource"])
    end = wanted + (booking.ends_at - booking.starts_at)
    relocate(tx, booking, venue, VenueRules(tx, venue.id, None), provider, wanted, end, accepted=True)
    if booking.status == BookingStatus.PENDING:
        write_status(tx, booking, venue, BookingStatus.CONFIRMED)
    return booking.id


def decline_proposal(tx: Transaction, booking_id: str, *, reason: str = "") -> str:
    """Stay with the time that there was. Its customer only. Returns the booking's id."""
    booking, _ = _proposed_to(tx, booking_id)
    _record(tx, booking, ChangeKind.PROPOSAL_DECLINED, drop_proposal(tx, booking), reason=clean_note(reason, NOTE_LIMIT))
    return booking.id


def _proposed_to(tx: Transaction, booking_id: str) -> tuple[Booking, dict[str, Any]]:
    booking = appointment_for(tx, booking_id)
    if booking.customer_id != tx.by.id:
        raise NotAllowed("Its customer answers what was proposed to them.")
    if booking.proposal is None:
        raise Conflict("Nothing is proposed to you any more. Look again.", code="nothing_proposed")
    return booking, booking.proposal


def offered_claims(tx: Transaction, booking: Booking) -> list[SpanRequest]:
    """What is kept free for the time that is proposed."""
    assert booking.proposal is not None
    lasts = (booking.ends_at - booking.starts_at) // timedelta(minutes=1)
    return _offered(tx, booking, booking.proposal["resource"], parse_instant(booking.proposal["start"]), lasts)


def _offered(tx: Transaction, booking: Booking, provider_id: str, start: datetime, lasts: int) -> list[SpanRequest]:
    """What the proposed time needs besides what the booking has already, with the time kept free around it."""
    own = [each for each in claim_requests(tx, booking) if isinstance(each, SpanRequest) and each.resource_id == provider_id]
    service = tx.session.get_one(Service, booking.service_id)
    spans = [(each.start, each.end) for each in appointment_claims(service, provider_id, start, lasts)]
    left = [part for span in spans for part in without(span, [(each.start, each.end) for each in own])]
    return [SpanRequest(provider_id, begins, ends, "offer", service.id) for begins, ends in left]


def _record(tx: Transaction, booking: Booking, kind: ChangeKind, before: list[Span], **detail: Any) -> None:
    booking.updated_at = tx.now
    tx.session.flush()
    times = before + drawn_times(tx, booking)
    topics = affected_topics(booking, tx.venue(booking.venue_id), also=times)
    tx.record(kind, topics, booking=booking, times=times, people=[booking.customer_id], **detail)
