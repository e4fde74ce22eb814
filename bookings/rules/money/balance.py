"""The balance of a booking: what its ledger comes to, weighed against its price.

Owns the one sum from which every page, list, filter, count and message speaks. Pure: the lines and the price come in as
values. Who may write a line, and when, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bookings.rules.status import PaymentStatus

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ledger: money that came in (above zero) or went back (below).

    `reverses`: it takes back another line, of the opposite sign. `failed`: an attempt to pay that brought nothing.
    """

    amount: Decimal
    reverses: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What came in and what went back, against what is due.

    `received` and `returned` are zero or more, in the booking's currency. A living booking is due its `price`; a cancelled
    one only the `fee` that was kept of it. `failed`: the last attempt to pay brought nothing.
    """

    price: Decimal
    received: Decimal = NOTHING
    returned: Decimal = NOTHING
    living: bool = True
    fee: Decimal = NOTHING
    failed: bool = False

    @property
    def kept(self) -> Decimal:
        """What the venue has of it at present."""
        return self.received - self.returned

    @property
    def due(self) -> Decimal:
        return self.price if self.living else self.fee

    @property
    def owed(self) -> Decimal:
        """What the customer has still to pay. Nobody owes anything for a cancelled booking."""
        return max(self.due - self.kept, NOTHING) if self.living else NOTHING

    @property
    def surplus(self) -> Decimal:
        """What the venue has beyond what is due, and has to give back."""
        return max(self.kept - self.due, NOTHING)

    @property
    def earned(self) -> Decimal:
        """What the venue has and may keep."""
        return self.kept - self.surplus

    @property
    def kept_fee(self) -> Decimal:
        """What of a cancelled booking's money the venue keeps as its fee."""
        return NOTHING if self.living else self.earned

    @property
    def settled(self) -> bool:
        """Paid, with money: a living booking that costs nothing has not been settled by anybody."""
        return self.living and self.kept > 0 and not self.owed

    @property
    def word(self) -> PaymentStatus:
        """The one word for it. Money beats a failed attempt: half paid and then failed is PARTIAL. Free is PAID.

        A living booking is REFUNDED never: whoever was given everything back and comes after all has yet to pay.
        """
        if not self.living and self.returned > 0:
            return PaymentStatus.PARTIAL if self.surplus else PaymentStatus.REFUNDED
        if self.kept >= self.price:
            return PaymentStatus.PAID
        if self.kept > 0:
            return PaymentStatus.PARTIAL
        return PaymentStatus.FAILED if self.failed else PaymentStatus.UNPAID


def balance_of(lines: Iterable[Line], price: Decimal, *, living: bool = True, fee: Decimal = NOTHING) -> Balance:
    """The balance of these lines in the order in which they were written."""
    received, returned, failed = NOTHING, NOTHING, False
    for line in lines:
        failed = line.failed
        if line.failed:
            continue
        # A line that takes back a payment makes what came in less; it is no refund.
        if (line.amount > 0) != line.reverses:
            received += line.amount
        else:
            returned -= line.amount
    return Balance(price, received, returned, living, fee, failed)
