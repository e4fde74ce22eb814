"""Which changes make a notification, of which kind, in which words and for whom: the one table of them.

Changes are named as the record of changes names them. Nobody is told of what they did themselves; that is the desk's to see to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bookings.rules.text.names import clean_name, clean_note
from bookings.rules.violation import RuleViolation

TITLE_LIMIT, MESSAGE_LIMIT, KIND_LIMIT = 120, 1000, 40
REQUESTED, MESSAGE = "booking_requested", "message"
MOST_FOR_A_PERSON = 300
"""So many are kept for one person; older ones go first."""
MAILED_AFTER = timedelta(minutes=5)
"""Whoever has read it on their pages by then is sent no mail."""


class Template(NamedTuple):
    """In the words of the reader; {fields} are those of `Fact.words`."""

    kind: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Fact:
    """A change by its name. `words`: venue, code, what, when, and what the change itself says."""

    change: str
    words: Mapping[str, str]


class Words(NamedTuple):
    kind: str
    title: str
    message: str


# Of several changes of one booking at once the first of these gives the title.
TO_THE_CUSTOMER: Mapping[str, Template] = {
    "BookingDeleted": Template("booking_cancelled", "Booking taken out", "{venue} has taken {code} out of its books."),
    "BookingCancelled": Template("booking_cancelled", "Booking cancelled", "{venue} has cancelled your booking {code}."),
    "BookingMissed": Template("booking_no_show", "Marked as missed", "{venue} has marked your booking {code} as missed."),
    "BookingReopened": Template("booking_pending", "Booking set back to pending", "{venue} has set your booking {code} back to pending."),
    "BookingCreated": Template("booking_created", "Booked for you", "{venue} has booked this for you, under {code}."),
    "BookingMoved": Template("booking_moved", "Booking moved", "{venue} has moved your booking {code}. It was {from_place}, {from_time}."),
    "TimeProposed": Template("booking_updated", "Another time proposed", "{venue} proposes {proposed} for {code}. Please answer."),
    "ProposalWithdrawn": Template("booking_updated", "Proposal taken back", "{venue} has taken back the other time for {code}."),
    "SeatsExchanged": Template("booking_updated", "Seats changed", "{venue} has changed the seats of your booking {code}."),
    "DetailsChanged": Template("booking_updated", "Booking changed", "{venue} has changed the details of your booking {code}."),
    "FlightKept": Template("booking_updated", "Booking kept", "{venue} has noted that you keep your booking {code} on this flight."),
    "BookingConfirmed": Template("booking_confirmed", "Booking confirmed", "{venue} has confirmed your booking {code}."),
    "ActUndone": Template("booking_updated", "Taken back", "{venue} has taken back what it did last with your booking {code}."),
    "PaymentTaken": Template("payment_completed", "Payment received", "{amount} was received."),
    "PaymentReturned": Template("payment_refunded", "Money given back", "{amount} is given back."),
    "PaymentReversed": Template("payment_reversed", "Payment taken back", "A line of {amount} was taken back."),
    "PaymentFailed": Template("payment_failed", "Payment failed", "A payment of {amount} failed."),
    "PriceChanged": Template("booking_updated", "Price changed", "The price is {price} now."),
    "FlightStatusChanged": Template("flight_status_changed", "{number} is {status}", "{venue} says that this flight is {status}.{news}"),
    "MessageSent": Template("message_received", "Message from {venue}", "{venue} has written to you about {code}."),
    "PlaceOffered": Template("waiting_offer", "Offered to you: {what}", "You waited for this. {offered} Then it goes on to the next."),
    "WishEnded": Template("waiting_over", "No longer waiting: {what}", "{ended}"),
    "EventChanged": Template("event_changed", "{what} has changed", "{venue} has changed this. What stands here is how it is now."),
}  # fmt: skip
_RESTORED = Template("booking_restored", "Booking restored", "{venue} has restored your booking {code}.")
_LATE = Template(
    "payment_late", "Your place has gone",
    "{amount} was received when the time was up, and somebody else has the place. Others as good are free: take one, or have it back.",
)
_DECLINED = Template("booking_cancelled", "Request declined", "{venue} has declined your request {code}.")
_RAN_OUT = Template("booking_cancelled", "Request ran out", "Nobody answered or paid for {code} in time, so it is cancelled.")
_ACCEPTED = Template("booking_confirmed", "Accepted: another time", "The customer comes at the time that was proposed for {code}.")
_FLIGHT_CHANGED = Template("flight_status_changed", "{number} has changed", "{venue} has changed this flight.{news}")
_CHOOSE = {
    "late": "On the page of your booking you keep it, change to another flight or have your money back.",
    "cancelled": "On the page of your booking you change to another flight or have your money back.",
}
"""What the passengers of a disrupted flight are told besides."""
_EVENT_CANCELLED = Template("event_cancelled", "{what} is cancelled", "{venue} has cancelled this.")

REMINDER = Template("booking_reminder", "Coming up: {what}", "It begins {begins} at {venue}. Your code is {code}.")

TO_THE_STAFF: Mapping[str, Template] = {
    "BookingCreated": Template(REQUESTED, "Request for {what}", "Waits for an answer under {code}."),
    "MessageSent": Template("message_received", "Message about {what}", "The customer has written about {code}."),
    "BookingCancelled": Template("booking_cancelled", "Cancelled: {what}", "The customer has cancelled {code}."),
    "BookingMoved": Template("booking_moved", "Moved: {what}", "The customer has moved {code}. It was {from_place}, {from_time}."),
    "ProposalDeclined": Template("booking_updated", "Declined: another time", "The customer stays with the time of {code} that there was."),
}
"""The first where an answer is waited for; the last three of an appointment, when its customer or the clock did it."""
_RAN_OUT_UNANSWERED = Template("booking_cancelled", "Request ran out: {what}", "Nobody answered {code} in time, so it is cancelled.")

SILENT = frozenset({
    "SeatsHeld", "SeatsReleased", "HoldExtended", "HoldExpired", "BookingCheckedIn", "BookingCompleted", "Admitted", "NoteChanged",
    "ComingConfirmed", "PassengerCheckedIn", "PassengerBoarded", "BlockMade", "BlockLifted", "WishMade", "SignedOut", "RightsChanged",
    "CapacityChanged", "SetupChanged", "MessagesRead", "ProviderHoursChanged", "Notified", "NotificationsChanged", "MismatchesChanged",
    "SharesChanged",
})  # fmt: skip
"""Changes of which nobody is told in person."""

_ORDER = {change: n for n, change in enumerate(TO_THE_CUSTOMER)}


def to_the_customer(facts: Sequence[Fact]) -> Words | None:
    """What the customer is told of these changes of one booking or event; None for nothing."""
    told = sorted((fact for fact in facts if fact.change in TO_THE_CUSTOMER), key=lambda fact: _ORDER[fact.change])
    if not told:
        return None
    templates = [_template(fact) for fact in told]
    sentences = [template.sentence.format(**fact.words) for template, fact in zip(templates, told, strict=True)]
    choices = [_CHOOSE[fact.words["choose"]] for fact in told if fact.words.get("choose")]
    return _words(templates[0], told[0], [*sentences, *_reasons(told), *choices])


def reminder_words(words: Mapping[str, str]) -> Words:
    """What a customer is reminded of; `words` are what, when, begins, venue and code."""
    return _words(REMINDER, Fact("", words), [REMINDER.sentence.format(**words)])


def to_the_staff(fact: Fact) -> Words:
    template = _RAN_OUT_UNANSWERED if _ran_out(fact) else _ACCEPTED if fact.words.get("accepted") else TO_THE_STAFF[fact.change]
    return _words(template, fact, [template.sentence.format(**fact.words), *_reasons([fact])])


def check_message(title: object, message: object) -> tuple[str, str]:
    """What staff writes to a customer, made fit to keep. Raises RuleViolation."""
    text = clean_note(message, MESSAGE_LIMIT, field="message")
    if not text:
        raise RuleViolation("missing", "Write a message.", "message")
    return clean_name(title, field="title", limit=TITLE_LIMIT), text


def _template(fact: Fact) -> Template:
    if _ran_out(fact):
        return _RAN_OUT
    if fact.change == "BookingCancelled" and fact.words.get("previous") == "PENDING":
        return _DECLINED
    if fact.change == "BookingConfirmed" and fact.words.get("previous") == "CANCELLED":
        return _RESTORED
    if fact.change == "PaymentTaken" and fact.words.get("late"):
        return _LATE
    if fact.change == "FlightStatusChanged" and fact.words.get("status") == fact.words.get("previous"):
        return _FLIGHT_CHANGED
    if fact.change == "EventChanged" and fact.words.get("cancelled"):
        return _EVENT_CANCELLED
    return TO_THE_CUSTOMER[fact.change]


def _reasons(facts: Sequence[Fact]) -> list[str]:
    return [f"Reason: {fact.words['reason']}." for fact in facts if fact.words.get("reason") and not _ran_out(fact)]


def _ran_out(fact: Fact) -> bool:
    return bool(fact.words.get("ran_out"))


def _words(template: Template, fact: Fact, sentences: Sequence[str]) -> Words:
    about = f"{fact.words['what']}, {fact.words['when']}." if fact.words.get("when") else ""
    message = " ".join(dict.fromkeys(filter(None, [about, *sentences])))
    return Words(template.kind, template.title.format(**fact.words), message)
