"""The refusals: one family of errors for pages, programs and sockets.

Each has a code for programs, a sentence for people, an HTTP status and, where there is one, what to do
instead. The sentence says what happened, what it means and what can be done next; handlers pass it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Offer:
    """An alternative that is still free near what was wanted: seats by label, or a span on a resource (UTC)."""

    words: str
    seats: tuple[str, ...] = ()
    resource_id: str | None = None
    start: datetime | None = None
    end: datetime | None = None


class CannotStart(SystemExit):
    """The program cannot start, for a reason outside of it: it ends with this one line, for whoever started it."""


class Refusal(Exception):
    """The base of all refusals: nothing was changed.

    `overridable`: who was refused may set the rule aside, with a reason, and all else is right.
    """

    status = 400
    code = "bad_request"
    overridable = False

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
        offers: Sequence[Offer] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.fields = dict(fields or {})
        self.offers = tuple(offers)


class Invalid(Refusal):
    """What was typed cannot be used; `fields` says which field and why."""

    status = 422
    code = "invalid"


class NotSignedIn(Refusal):
    status = 401
    code = "not_signed_in"


class NotAllowed(Refusal):
    status = 403
    code = "not_allowed"


class NotFound(Refusal):
    """Missing, or not this person's to see: which of the two is not disclosed."""

    status = 404
    code = "not_found"


class LinkOver(Refusal):
    """A link was used, has expired, is of something that changed since, or a newer one took its place; the sentence says which."""

    status = 410
    code = "link_over"


class Conflict(Refusal):
    """The request was fine, but things have moved on since the page was drawn."""

    status = 409
    code = "conflict"


@dataclass(frozen=True)
class Edit:
    """One value that somebody else has changed, as the log names it."""

    by: str
    at: datetime
    field: str
    before: str | None
    after: str | None


class ChangedMeanwhile(Conflict):
    """Two people edited the same thing: `edits` are the other's, for whoever comes second to decide."""

    code = "changed_meanwhile"

    def __init__(self, message: str, edits: Sequence[Edit], revision: int) -> None:
        super().__init__(message)
        self.edits = tuple(edits)
        self.revision = revision


@dataclass(frozen=True)
class AffectedBooking:
    """A booking ahead that an edit would touch, for whoever decides whether to go on."""

    id: str
    pnr: str
    customer: str
    place: str
    start: datetime
    end: datetime


class BookingsAffected(Conflict):
    """There are bookings ahead: `count` in all, the first of them in `bookings`. Whoever goes on says so; they keep their place."""

    code = "bookings_affected"

    def __init__(self, message: str, count: int, bookings: Sequence[AffectedBooking]) -> None:
        super().__init__(message)
        self.count = count
        self.bookings = tuple(bookings)


class SeatTaken(Conflict):
    """`taken` are the labels that somebody else has; `offers` the best that is still free nearby."""

    code = "seat_taken"

    def __init__(self, message: str, *, taken: Sequence[str] = (), offers: Sequence[Offer] = ()) -> None:
        super().__init__(message, offers=offers)
        self.taken = tuple(taken)


class SlotTaken(Conflict):
    code = "slot_taken"


@dataclass(frozen=True)
class KnownCustomer:
    """A customer as a venue knows them."""

    id: str
    name: str
    email: str


class NameMismatch(Conflict):
    """The venue knows the customer by another name than was typed: both are shown before either is used."""

    code = "known_under_another_name"

    def __init__(self, message: str, *, typed: str, known: KnownCustomer) -> None:
        super().__init__(message, fields={"name": "known by another name"})
        self.typed = typed
        self.known = known


class HoldEnded(Conflict):
    code = "hold_ended"


class KeyReused(Refusal):
    """One idempotency key, two different requests."""

    status = 422
    code = "key_reused"


class TooMany(Refusal):
    status = 429
    code = "too_many"


class Unavailable(Refusal):
    """The database or the server cannot take this just now; trying again later is safe."""

    status = 503
    code = "unavailable"
