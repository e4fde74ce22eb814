"""Paying online, from the press of the button to the provider's page, and the provider's messages to the desk.

What is asked of the provider is written down before and after, in transactions of their own: none is open while it answers.
"""

from __future__ import annotations

import logging

from bookings.desk.log.describe import place_of, span_words
from bookings.desk.money.online.events import Outcome, take_event
from bookings.desk.money.online.shares import start_share
from bookings.desk.money.online.start import note_not_opened, note_opened, start_payment
from bookings.desk.transaction import Desk
from bookings.errors import Conflict, NotFound, SeatTaken, SlotTaken, Unavailable
from bookings.models import Booking, Person, Venue, Viewer
from bookings.models.payments import OnlinePayment
from bookings.models.person import RINGSIDE, STRANGER
from bookings.payments.provider import Order, Provider, ProviderRefused
from bookings.rules.money.online import PaymentStage, ProviderEvent

LOST_RACES = 3
NO_PROVIDER = "Nothing can be paid online here. Pay at the desk."
NOT_OPENED = "The payment page could not be opened just now, and nothing was paid. Try again in a moment, or pay at the desk."

log = logging.getLogger(__name__)


def begin(desk: Desk, provider: Provider | None, by: Viewer, booking_id: str, site: str, back: str) -> str:
    """Begin to pay what is owed for a booking and return the payment's id; its page is open then.

    `site` is the address of this program, `back` the path to which whoever pays comes back. Raises Conflict, NotFound,
    Unavailable when the provider does not answer.
    """
    if provider is None:
        raise Conflict(NO_PROVIDER, code="not_online")
    return _opened(desk, provider, desk.do(by, start_payment, booking_id, provider.name, back), site)


def begin_share(desk: Desk, provider: Provider | None, share_id: str, site: str, back: str) -> str:
    """As `begin`, for whoever has the link of a share."""
    if provider is None:
        raise Conflict(NO_PROVIDER, code="not_online")
    return _opened(desk, provider, desk.do(STRANGER, start_share, share_id, provider.name, back), site)


def _opened(desk: Desk, provider: Provider, payment_id: str, site: str) -> str:
    """The payment, once its page is open."""
    with desk.database.read() as session:
        payment = session.get_one(OnlinePayment, payment_id)
        if payment.status != PaymentStage.CREATED:
            return payment_id
        booking = session.get_one(Booking, payment.booking_id)
        zone = session.get_one(Venue, booking.venue_id).zone
        what = f"{place_of(session, booking)}, {span_words(booking.starts_at, booking.ends_at, zone)}"
        email = session.get_one(Person, payment.by_id).email if payment.by_id == booking.customer_id else None
        order = Order(
            payment.id, booking.id, payment.amount, payment.currency, what, booking.pnr, email or "", payment.expires_at,
            f"{site}/payments/{payment.id}/done", f"{site}{payment.back}",
        )  # fmt: skip
    try:
        opened = provider.open_checkout(order)
    except ProviderRefused as refused:
        log.warning("the payment provider opened no page: %s", refused.reason)
        desk.do(RINGSIDE, note_not_opened, payment_id, refused.reason)
        raise Unavailable(NOT_OPENED) from refused
    desk.do(RINGSIDE, note_opened, payment_id, opened.reference, opened.address, opened.until)
    return payment_id


def receive(desk: Desk, event: ProviderEvent) -> Outcome:
    """Take a provider's message. A race for the place that a late payment would have again is run once more: then it is lost
    or won, and the message is taken all the same."""
    for _ in range(LOST_RACES):
        try:
            return desk.do(RINGSIDE, take_event, event)
        except (SeatTaken, SlotTaken):
            continue
    return desk.do(RINGSIDE, take_event, event)


def ask(desk: Desk, provider: Provider | None, payment_id: str) -> OnlinePayment:
    """The payment as it stands, after asking the provider where that may know more. Raises NotFound."""
    payment = read_payment(desk, payment_id)
    if provider is None or payment.status == PaymentStage.PAID or not payment.reference or payment.provider != provider.name:
        return payment
    try:
        told = provider.ask(payment.reference)
    except ProviderRefused as refused:
        log.warning("the payment provider did not say what became of a payment: %s", refused.reason)
        return payment
    if told is None:
        return payment
    receive(desk, told)
    return read_payment(desk, payment_id)


def read_payment(desk: Desk, payment_id: str) -> OnlinePayment:
    with desk.database.read() as session:
        payment = session.get(OnlinePayment, payment_id)
    if payment is None:
        raise NotFound("There is no such payment.")
    return payment
