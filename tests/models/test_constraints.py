"""What the database refuses, whatever the code above it does."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, StatementError

from bookings.database import Database
from bookings.database.base import new_id
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.errors import Conflict
from bookings.models import Block, Booking, Claim, Hold, Payment, Seat
from bookings.rules.times.spans import LONGEST_BOOKING, LONGEST_CLAIM
from tests import records
from tests.world.clock import NOW, at, minutes
from tests.world.people import ANN
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, THEATRE, id_of
from tests.world.rows import add

TEN, ELEVEN = at("10:00"), at("11:00")
BLOCK = id_of("block")


@pytest.fixture(autouse=True)
def block(desk: Desk) -> None:
    """An owner for claims that no verb has made."""
    add(desk, Block(id=BLOCK, venue_id=CLUB, reason="Test", created_at=NOW))


def span(start: datetime, end: datetime, court: str = COURT_1, **more: Any) -> Claim:
    return Claim(
        **{"kind": "block", "block_id": BLOCK, "resource_id": court, "starts_at": start, "ends_at": end, **more}
    )


def seat(label: str, **more: Any) -> Callable[[Database], Claim]:
    def claim(database: Database) -> Claim:
        (row,) = records.found(database, select(Seat).where(Seat.event_id == HAMLET, Seat.label == label))
        return Claim(**{"kind": "block", "block_id": BLOCK, "seat_id": row.id, "event_id": HAMLET, **more})

    return claim


def refused(desk: Desk, *rows: object) -> str:
    with records.nothing_changes(desk.database), pytest.raises(IntegrityError) as error:
        add(desk, *rows)
    return str(error.value.orig)


def test_two_spans_on_a_court_may_touch_and_not_overlap(desk: Desk) -> None:
    add(desk, span(TEN, ELEVEN))
    add(desk, span(ELEVEN, at("12:00")), span(at("09:00"), TEN), span(TEN, ELEVEN, COURT_2))
    for start, end in (
        (TEN, ELEVEN), (at("10:30"), at("10:31")), (at("08:00"), at("13:00")), (at("09:59"), at("10:01")),
        (at("10:59"), at("12:30")),
    ):  # fmt: skip
        assert "overlap" in refused(desk, span(start, end))
    assert "overlap" in refused(desk, span(at("20:00"), at("21:00")), span(at("20:30"), at("21:30")))


def test_a_span_cannot_be_stretched_into_its_neighbour(database: Database, desk: Desk) -> None:
    add(desk, span(TEN, ELEVEN), span(ELEVEN, at("12:00")), span(TEN, ELEVEN, COURT_2))
    for values in ({"ends_at": ELEVEN + minutes(1)}, {"resource_id": COURT_2}):
        with records.nothing_changes(database), pytest.raises(IntegrityError):
            late = update(Claim).where(Claim.resource_id == COURT_1, Claim.starts_at == TEN).values(**values)
            database.write(lambda session, late=late: session.execute(late) and None)


def test_no_span_is_longer_than_a_read_goes_back(desk: Desk) -> None:
    add(desk, span(TEN, TEN + LONGEST_CLAIM), span(TEN - LONGEST_CLAIM, TEN))
    assert "claims" in refused(desk, span(TEN, TEN + LONGEST_CLAIM + minutes(1), COURT_2))
    assert "overlap" in refused(desk, span(TEN - LONGEST_CLAIM - minutes(1), TEN - LONGEST_CLAIM + minutes(1)))
    assert "overlap" in refused(desk, span(TEN + LONGEST_CLAIM - minutes(1), TEN + LONGEST_CLAIM))


def test_a_booking_by_time_has_an_end_in_sight_and_an_event_lasts_as_long_as_it_lasts(
    database: Database, desk: Desk
) -> None:
    def lengthen(booking: str) -> None:
        longer = update(Booking).where(Booking.id == booking).values(ends_at=TEN + 2 * LONGEST_BOOKING)
        database.write(lambda session: session.execute(longer) and None)

    lengthen(desk.do(ANN, book_seats, HAMLET, ["A5"]))
    court = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with records.nothing_changes(database), pytest.raises(IntegrityError):
        lengthen(court)


def test_a_seat_has_one_claim(database: Database, desk: Desk) -> None:
    add(desk, seat("A5")(database), seat("A6")(database))
    assert "claims" in refused(desk, seat("A5")(database))


def test_a_claim_is_a_seat_or_a_span_and_has_one_owner(database: Database, desk: Desk) -> None:
    hold = Hold(id=id_of("hold"), person_id=ANN.id, event_id=HAMLET, venue_id=THEATRE, began_at=NOW, expires_at=NOW)
    add(desk, hold)
    for broken in (
        span(TEN, TEN),
        span(ELEVEN, TEN),
        span(TEN, ELEVEN, block_id=None),
        span(TEN, ELEVEN, hold_id=hold.id),
        span(TEN, ELEVEN, kind="dream"),
        span(TEN, ELEVEN, event_id=HAMLET),
        seat("A5", resource_id=COURT_1)(database),
        seat("A5", event_id=None)(database),
        Claim(kind="block", block_id=BLOCK),
    ):
        refused(desk, broken)
    # PostgreSQL says which constraint it was, and what was deleted meanwhile is looked for anew.
    with records.nothing_changes(database), pytest.raises((IntegrityError, Conflict)):
        add(desk, span(TEN, ELEVEN, id_of("no court")))
    add(desk, span(TEN, ELEVEN), seat("A5")(database))


def test_a_person_has_one_basket_for_an_event(database: Database, desk: Desk) -> None:
    rows = [
        Hold(id=new_id(), person_id=ANN.id, event_id=HAMLET, venue_id=THEATRE, began_at=NOW, expires_at=NOW)
        for _ in "12"
    ]
    with records.nothing_changes(database), pytest.raises(Conflict, match="Somebody changed this at the same moment"):
        add(desk, *rows)


@pytest.mark.parametrize(
    "values",
    [{"status": "HAPPY"}, {"payment_status": "OWED"}, {"kind": "dream"}, {"ends_at": TEN}, {"event_id": HAMLET}, {"resource_id": None}],
)  # fmt: skip
def test_a_booking_is_in_a_known_state_and_of_one_thing(database: Database, desk: Desk, values: dict[str, Any]) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with records.nothing_changes(database), pytest.raises(IntegrityError):
        database.write(lambda session: session.execute(update(Booking).values(**values)) and None)


def test_an_instant_needs_its_zone_and_comes_back_in_utc(database: Database, desk: Desk) -> None:
    with pytest.raises(StatementError, match="needs a time zone"):
        add(desk, span(TEN.replace(tzinfo=None), ELEVEN))
    in_zurich = TEN.astimezone(datetime.strptime("+0100", "%z").tzinfo)
    add(desk, span(in_zurich, ELEVEN + minutes(1 / 60_000_000)))
    (row,) = records.claims(database)
    assert (row.starts_at, row.starts_at.utcoffset().total_seconds()) == (TEN, 0)  # type: ignore[union-attr]
    assert row.ends_at and row.ends_at.microsecond == 1


def test_money_is_kept_to_the_cent_and_not_rounded(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    amounts = [Decimal("0.10"), Decimal("0.20"), Decimal("-19.99"), Decimal("99999999.99")]
    for n, amount in enumerate(amounts):
        add(desk, Payment(booking_id=booking, amount=amount, currency="CHF", method="cash", at=NOW + minutes(n)))
    assert [payment.amount for payment in records.payments(database, booking)] == amounts
    with pytest.raises(StatementError, match="more than two decimals"):
        add(desk, Payment(booking_id=booking, amount=Decimal("0.001"), currency="CHF", method="cash", at=NOW))
