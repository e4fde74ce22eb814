"""Schemas of what programs send about bookings: a model for each body and query. Those of other nouns are beside their calls."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self, cast

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from bookings.api.framework.bodies import Body, MayNotify
from bookings.api.framework.fields import (
    Birthday,
    CabinClass,
    Day,
    Email,
    EventId,
    Id,
    Instant,
    Kept,
    Label,
    Method,
    Name,
    NameOrNone,
    Note,
    PassengerType,
    Phone,
    Reason,
    Status,
    Title,
)
from bookings.api.paging import PageQuery
from bookings.rules.details import MOST_PLAYERS, Details, clean_players
from bookings.rules.setup.resource import MOST_PLACES

SEATS_AT_ONCE = 60
PASSENGERS_AT_ONCE = 20

Players = Annotated[
    int, PlainValidator(clean_players), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_PLAYERS})
]


def given(name: str) -> JsonDict:
    """The schema of a field that is there, and not null."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


class Passenger(Body):
    """An infant sits on an adult's lap and has no seat. Who has one name alone sends it as either. Of children and infants
    `dateOfBirth` is needed."""

    type: PassengerType
    title: Title | None = None
    first_name: NameOrNone = ""
    last_name: NameOrNone = ""
    date_of_birth: Birthday | None = None


class ContactInfo(Body):
    email: Email
    phone: Phone | None = None


class NewCustomer(Body):
    """Whom the venue's staff books for: found by the address among the venue's customers, or written down. Without a name only
    where seats of a show are `paid` for at once."""

    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None


class BookingDetails(Body):
    """What is written down about a booking, when it is made or later."""

    note: Note | None = None

    def details(self) -> Details:
        """Those that are given."""
        found = {name: getattr(self, name, None) for name in Details.__annotations__}
        return cast(Details, {name: value for name, value in found.items() if value is not None})


class Override(Body):
    """Sets aside the rules of the venue that this breaks, for a reason. For those who manage the venue."""

    reason: Reason


class MayOverride(Body):
    override: Override | None = None

    @property
    def reason(self) -> str | None:
        """Why rules are set aside; None where they are not."""
        return self.override.reason if self.override is not None else None


class NewBooking(BookingDetails, MayOverride, MayNotify):
    """`customer`, or `customerId` of one who is known (or one's own), are for the venue's staff, who have to say one of them."""

    customer: NewCustomer | None = None
    customer_id: Id | None = None

    @model_validator(mode="after")
    def _one_customer(self) -> Self:
        if self.customer is not None and self.customer_id is not None:
            raise ValueError("Say whom it is for by customer or by customerId, not by both.")
        return self


class NewFlightBooking(NewBooking):
    """A seat for every passenger but infants: the named ones, or the best together in this cabin."""

    named_by: ClassVar[str] = "flightId"

    flight_id: Id
    cabin_class: CabinClass
    passengers: Annotated[list[Passenger], Field(min_length=1, max_length=PASSENGERS_AT_ONCE)]
    contact_info: ContactInfo
    seats: Annotated[list[Label], Field(min_length=1, max_length=PASSENGERS_AT_ONCE)] | None = None


class NewSeatBooking(NewBooking):
    """These seats, or the best `quantity` of them. A flight's seats need `passengers` and `contactInfo` here too.

    `paid`: by which method the venue's staff has taken all of the price, in the same step.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [given("seats"), given("quantity")]})
    named_by: ClassVar[str] = "eventId"

    event_id: EventId
    seats: Annotated[list[Label], Field(min_length=1, max_length=SEATS_AT_ONCE)] | None = None
    quantity: Annotated[int, Field(ge=1, le=SEATS_AT_ONCE)] | None = None
    passengers: Annotated[list[Passenger], Field(min_length=1, max_length=PASSENGERS_AT_ONCE)] | None = None
    contact_info: ContactInfo | None = None
    paid: Method | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> NewSeatBooking:
        if (self.seats is None) == (self.quantity is None):
            raise ValueError("Name the seats, or say how many.")
        return self


class NewCourtBooking(NewBooking):
    named_by: ClassVar[str] = "courtId"

    court_id: Id
    start: Instant
    end: Instant
    coach_id: Id | None = None
    players: Players | None = None


class NewAppointment(NewBooking):
    """With the named provider, or with the first who is free; `places` of a group appointment."""

    named_by: ClassVar[str] = "serviceId"

    service_id: Id
    start: Instant
    provider_id: Id | None = None
    places: Annotated[int, Field(ge=1, le=MOST_PLACES)] = 1


class ExpectedStatus(MayNotify):
    """`expectedStatus` is the state in which the caller saw the booking: in another one by now, it is not changed (409)."""

    expected_status: Status | None = None


class Cancellation(ExpectedStatus):
    """`keep` is what the venue's staff keeps of what was paid; without it all goes back, but for the venue's own fee."""

    reason: Note | None = None
    keep: Kept | None = None


class Restoration(MayNotify):
    """A cancelled booking's way back."""


class SeatExchange(MayNotify):
    """`give` are seats of the booking that go back, `take` others in their place."""

    give: Annotated[list[Label], Field(min_length=1, max_length=SEATS_AT_ONCE)]
    take: Annotated[list[Label], Field(max_length=SEATS_AT_ONCE)] = []


class BookingsQuery(PageQuery):
    club_id: Id | None = None
    date: Day | None = None
    status: Status | None = None
