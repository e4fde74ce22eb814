"""What a rule raises when it says no.

Owns the one shape of a refusal: a code for programs, a sentence for people, and the field of the form that it is about.
The layers above turn it into a 409 or 422; a rule knows neither.
"""

from __future__ import annotations

from datetime import datetime


class RuleViolation(ValueError):
    """A rule refused. `message` is shown to people as it stands, so it says what would be allowed.

    `overridable`: who was refused may set the rule aside, with a reason (rules.overrides), and all else is right.
    """

    overridable = False

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(code, message, field)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return self.message


class NamedRefusal(RuleViolation):
    """A refusal that callers catch by its class: the class fixes the code."""

    name = "refused"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(self.name, message, field)
        self.args = (message, field)


class SkippedTime(NamedRefusal):
    """The clock is put forward over this local time: it never comes. `before` and `after` are instants that do."""

    name = "skipped_time"

    def __init__(self, message: str, field: str | None, before: datetime, after: datetime) -> None:
        super().__init__(message, field)
        self.args = (message, field, before, after)
        self.before = before
        self.after = after


class DoubledTime(NamedRefusal):
    """The clock is put back over this local time: it comes twice. `first` and `second` are the two instants."""

    name = "doubled_time"

    def __init__(self, message: str, field: str | None, first: datetime, second: datetime) -> None:
        super().__init__(message, field)
        self.args = (message, field, first, second)
        self.first = first
        self.second = second


class EndsBeforeStart(NamedRefusal):
    name = "ends_before_start"


class TooShort(NamedRefusal):
    name = "too_short"


class TooLong(NamedRefusal):
    name = "too_long"


class LongerThanAnything(TooLong):
    """Longer than a booking or a closure of any venue."""

    name = "longer_than_anything"


class PastTime(NamedRefusal):
    name = "past"


class TooLate(NamedRefusal):
    """Not past yet, but within the notice that the venue asks for."""

    name = "too_late"


class TooFarAhead(NamedRefusal):
    name = "too_far_ahead"


class ClosedThatDay(NamedRefusal):
    name = "closed"


class OutsideHours(NamedRefusal):
    name = "outside_hours"


class OffTheGrid(NamedRefusal):
    name = "off_the_grid"


class NoPrice(NamedRefusal):
    name = "no_price"


class HoldRanOut(NamedRefusal):
    name = "hold_ended"


class HoldAtItsLimit(NamedRefusal):
    name = "hold_at_limit"
