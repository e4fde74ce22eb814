"""The page on which every mismatch of money and places stands until it is mended."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import update

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.money.online.settle import send_again, settle_message, settle_refund
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.live.render import Renderer
from bookings.live.views.venues.payments import PaymentsView, payments_view
from bookings.models import Booking, Viewer
from bookings.models.person import STRANGER
from bookings.payments.checkout import receive
from bookings.payments.outbox import send_due
from bookings.payments.provider import ProviderRefused, RefundOrder
from bookings.reading.audience import STAFF
from bookings.reading.payments.mismatches import Kind, read_mismatches
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from tests import records
from tests.payments.paying import BANK, begun, pay, refunds, told
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, MAX, NORA, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, OTHER_CLUB

TEN, ELEVEN = at("10:00"), at("11:00")


def found(database: Database, kind: Kind, who: Viewer = ADA) -> list[tuple[str, Decimal | None]]:
    with database.read() as session:
        page = read_mismatches(session, who, kind)
        assert page.counts[kind] == len(page.rows)
        return [(each.pnr, each.amount) for each in page.rows]


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def test_each_kind_is_found_by_those_who_manage_and_by_nobody_else(database: Database, desk: Desk, booking: str) -> None:
    pnr = records.booking(database, booking).pnr
    receive(desk, told(begun(desk, booking), name="less", amount=Decimal("5.00")))
    receive(desk, told(begun(desk, booking), name="nobody's", payment_id="none", charge="pi_none"))
    assert sorted(found(database, Kind.MESSAGES)) == [("", Decimal("26.00")), (pnr, Decimal("5.00"))]
    assert found(database, Kind.MESSAGES, MAX) == [(pnr, Decimal("5.00"))]
    for who in (SAM, ANN):
        with database.read() as session, pytest.raises(NotAllowed):
            read_mismatches(session, who, Kind.MESSAGES)
    assert found(database, Kind.UNANSWERED) == []
    pass_time(database, hours=2)
    assert found(database, Kind.UNANSWERED, MAX) == [(pnr, Decimal("26.00"))]
    desk.do(SAM, take_payment, booking, Decimal("6.00"))
    pass_time(database, hours=24)
    assert found(database, Kind.UNPAID) == [], "nobody has confirmed it"
    desk.do(SAM, take_payment, booking, Decimal("20.00"))
    assert found(database, Kind.UNPAID) == []
    wrong = {"status": BookingStatus.PENDING}
    database.write(lambda session: session.execute(update(Booking).where(Booking.id == booking).values(**wrong)) and None)
    assert found(database, Kind.UNCONFIRMED, MAX) == [(pnr, Decimal("26.00"))]
    wrong = {"status": BookingStatus.CANCELLED}
    database.write(lambda session: session.execute(update(Booking).where(Booking.id == booking).values(**wrong)) and None)
    assert found(database, Kind.SURPLUS, MAX) == [(pnr, Decimal("26.00"))]
    wrong = {"status": BookingStatus.CONFIRMED, "price": Decimal("30.00")}
    database.write(lambda session: session.execute(update(Booking).where(Booking.id == booking).values(**wrong)) and None)
    assert found(database, Kind.UNPAID, MAX) == [(pnr, Decimal("4.00"))]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_list_is_followed_by_those_who_see_it(database: Database) -> None:
    shown = PaymentsView(Renderer())
    with database.read() as session:
        for who, view, as_what in (
            (ADA, payments_view(Kind.UNPAID, 2, ADA), STAFF),
            (MAX, payments_view(Kind.UNPAID, 2, MAX, some=True), STAFF),
            (MAX, payments_view(Kind.UNPAID, 2, ADA), None),
            (ADA, payments_view(Kind.UNPAID, 2, MAX), None),
            *((who, payments_view(Kind.UNPAID, 2, who), None) for who in (SAM, NORA, ANN, STRANGER)),
            *((ADA, view, None) for view in ("payments;all;1;", "payments;unpaid;0;", "payments;unpaid;1", "payments;unpaid;1;;all")),
        ):
            for topic in (topics.venue(CLUB), topics.payments()):
                assert shown.audience(session, who, topic, view) == as_what, (who.name, view)
        assert shown.audience(session, MAX, topics.venue(OTHER_CLUB), payments_view(Kind.UNPAID, 1, MAX)) is None


class Refusing:
    """The local bank, that gives nothing back."""

    name, pages = BANK.name, ""
    open_checkout, close_checkout, ask = BANK.open_checkout, BANK.close_checkout, BANK.ask

    def __init__(self, *, again: bool) -> None:
        self.again = again

    def refund(self, order: RefundOrder) -> str:
        raise ProviderRefused("The card has ended.", again=self.again)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_refund_that_failed_is_sent_again_or_handed_out(database: Database, desk: Desk, booking: str) -> None:
    other = desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    for each in (booking, other):
        pay(desk, each)
        desk.do(SAM, cancel, each)
    pass_time(database, seconds=12)  # until it cannot be undone any more
    send_due(desk, Refusing(again=True))
    assert len(found(database, Kind.WAITING, MAX)) == 2
    pass_time(database, hours=1)
    send_due(desk, Refusing(again=False))
    first, second = refunds(database)
    assert len(found(database, Kind.REFUNDS, MAX)) == 2 and found(database, Kind.WAITING) == []
    for verb in (send_again, settle_refund):
        for who in (NORA, SAM):
            with records.nothing_changes(database), pytest.raises(NotFound):
                desk.do(who, verb, first.id)
    desk.do(MAX, send_again, first.id)
    desk.do(MAX, settle_refund, second.id)
    assert send_due(desk, BANK) == 1 and found(database, Kind.REFUNDS) == []
    assert [each.sent_at is not None for each in refunds(database)] == [True, False]
    for row in (first, second):
        with records.nothing_changes(database), pytest.raises(Conflict, match="settled already"):
            desk.do(MAX, settle_refund, row.id)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_message_is_settled_once_with_a_note(database: Database, desk: Desk, booking: str) -> None:
    receive(desk, told(begun(desk, booking), name="less", amount=Decimal("5.00")))
    key = "test:less"
    desk.do(MAX, settle_message, key, "Given back at Stripe")
    assert found(database, Kind.MESSAGES) == []
    with records.nothing_changes(database), pytest.raises(Conflict, match="settled already"):
        desk.do(ADA, settle_message, key, "Again")
