"""The time an appointment takes: the visit itself and what is kept free before and after it.

Owns how buffers stack: **they add**. Each buffer is a claim of its own and claims never overlap, so ten minutes after
one visit and five before the next keep fifteen between them. Whether the time is free is the claims' to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class AppointmentTime:
    """Half-open spans that touch: `before`, `visit`, `after`. A buffer of no length is None."""

    before: Span | None
    visit: Span
    after: Span | None

    @property
    def buffers(self) -> tuple[Span, ...]:
        """The buffers that there are, in order."""
        return tuple(span for span in (self.before, self.after) if span is not None)

    @property
    def whole(self) -> Span:
        """From the first buffered minute to the last."""
        return (self.before or self.visit)[0], (self.after or self.visit)[1]


@dataclass(frozen=True, slots=True)
class Group:
    """The sitting of a service for several people: whoever has one of its `places` shares the provider's time with the others of its
    `key`, and with nobody else."""

    key: str
    places: int


def group_of(service_id: str, provider_id: str, start: datetime, *, minutes: int, places: int) -> Group | None:
    """The group of such an appointment; None for a service that is done for one."""
    if places == 1:
        return None
    return Group(f"{service_id}_{provider_id}_{start.astimezone(UTC):%Y%m%dT%H%M}_{minutes}", places)


def appointment_time(start: datetime, *, minutes: int, before: int = 0, after: int = 0) -> AppointmentTime:
    """The spans of a visit of `minutes` that begins at `start`, with buffers in minutes.

    Lengths are real minutes, also over a change of the clock. Only the visit has to lie within opening hours: a room is
    tidied after closing time.
    """
    if minutes <= 0 or before < 0 or after < 0:
        raise ValueError("a visit has a length, and buffers are not negative")
    end = start + timedelta(minutes=minutes)
    return AppointmentTime(
        before=(start - timedelta(minutes=before), start) if before else None,
        visit=(start, end),
        after=(end, end + timedelta(minutes=after)) if after else None,
    )
