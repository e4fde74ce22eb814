"""Writes what is set up as plain values for `wire.encode`, for programs of those who manage it."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.reading.administration.venues import Terms
from bookings.wire.place_shapes import VenueWord
from bookings.wire.places import logo_address


class VenueTerms(TypedDict):
    """`requestMinutes`, `holdMinutes`, `moveHours` and `cancelFeeHours` are null where the usual holds. `revision` goes back with a change.
    `logo` is the address of a WebP picture, null without one."""

    id: str
    name: str
    kind: VenueWord
    address: str
    timeZone: str
    currency: str
    slotMinutes: int
    minMinutes: int
    maxMinutes: int
    bookableDays: int
    noticeMinutes: int
    confirmsAtOnce: bool
    requestMinutes: int | None
    holdMinutes: int | None
    cancelHours: int
    moveHours: int | None
    cancelFeePercent: int
    cancelFeeHours: int | None
    checkInHours: int
    disruptionMinutes: int
    unpaidPerCustomer: int
    atOncePerCustomer: int
    waitingLists: bool
    offerMinutes: int
    lookIn: bool
    wallNames: bool
    remindsDayBefore: bool
    remindsTwoHoursBefore: bool
    colour: str
    logo: str | None
    revision: int


def write_terms(terms: Terms) -> VenueTerms:
    values = terms.values
    return {
        "id": terms.venue.id,
        "name": values["name"],
        "kind": values["kind"],
        "address": values["address"],
        "timeZone": values["zone"],
        "currency": values["currency"],
        "slotMinutes": values["slot_minutes"],
        "minMinutes": values["min_minutes"],
        "maxMinutes": values["max_minutes"],
        "bookableDays": values["window_days"],
        "noticeMinutes": values["notice_minutes"],
        "confirmsAtOnce": values["confirms_at_once"],
        "requestMinutes": values["request_minutes"],
        "holdMinutes": values["hold_minutes"],
        "cancelHours": values["cancel_hours"],
        "moveHours": values["move_hours"],
        "cancelFeePercent": values["cancel_fee_percent"],
        "cancelFeeHours": values["cancel_fee_hours"],
        "checkInHours": values["check_in_hours"],
        "disruptionMinutes": values["disruption_minutes"],
        "unpaidPerCustomer": values["unpaid_per_customer"],
        "atOncePerCustomer": values["at_once_per_customer"],
        "waitingLists": values["waiting_lists"],
        "offerMinutes": values["offer_minutes"],
        "lookIn": values["look_in"],
        "wallNames": values["wall_names"],
        "remindsDayBefore": values["reminds_day_before"],
        "remindsTwoHoursBefore": values["reminds_two_hours_before"],
        "colour": values["colour"],
        "logo": logo_address(terms.venue.id, terms.venue.logo),
        "revision": terms.revision,
    }
