"""Schemas of what the programs of a club's staff send about its day: bookings of courts, and their changes."""

from __future__ import annotations

from pydantic import ConfigDict, model_validator

from bookings.api.booking_requests import BookingDetails, MayOverride, Players, given
from bookings.api.framework.bodies import MayNotify, Query
from bookings.api.framework.fields import Day, Email, Id, Instant, Name, Status


class OperationsBookingRequest(BookingDetails, MayOverride, MayNotify):
    """For whom: `userId` of one who is known at the club (or one's own), or `userName` and `userEmail` to find or write down."""

    court_id: Id
    start: Instant
    end: Instant
    user_id: Id | None = None
    user_name: Name | None = None
    user_email: Email | None = None
    coach_id: Id | None = None
    players: Players | None = None
    status: Status | None = None
    booking_status: Status | None = None


class OperationsBookingChange(BookingDetails, MayOverride, MayNotify):
    """A new status, another place or time (`start` with `end`), a note, or how many play on the court; at least one of them.

    `expectedStatus` is the state in which the caller saw the booking: in another one by now, it is not changed (409).
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [given(name) for name in ("status", "bookingStatus", "courtId", "start", "note", "players")],
            "allOf": [
                {"if": given("start"), "then": given("end")},
                {"if": given("end"), "then": given("start")},
            ],
        }
    )

    status: Status | None = None
    booking_status: Status | None = None
    expected_status: Status | None = None
    court_id: Id | None = None
    start: Instant | None = None
    end: Instant | None = None
    players: Players | None = None

    @model_validator(mode="after")
    def _something(self) -> OperationsBookingChange:
        if (self.start is None) != (self.end is None):
            raise ValueError("A new time needs its start and its end.")
        if not self.details() and not (self.status or self.booking_status or self.court_id or self.start):
            raise ValueError("Say what is to change: status, courtId, start and end, note, or players.")
        if self.override is not None and not (self.court_id or self.start):
            raise ValueError("An override is of a new place or time: send courtId, or start and end.")
        return self


class DayQuery(Query):
    club_id: Id
    date: Day | None = None
