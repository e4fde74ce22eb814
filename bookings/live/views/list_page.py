"""One page of a list of bookings as plain values: what is on it, the figures that filter, the links to its other pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bookings.reading.bookings.filters import Filter, day_meant, to_query
from bookings.reading.bookings.lists import BookingList, read_list, read_own, waits_for_an_answer
from bookings.reading.bookings.newest import MOST, SCAN_LIMIT
from bookings.reading.people.search import MOST_PEOPLE
from bookings.rules.status import BookingStatus

OWN, VENUES = "/bookings", "/admin/bookings"
_WORDS = {
    BookingStatus.PENDING: "pending",
    BookingStatus.CONFIRMED: "confirmed",
    BookingStatus.CHECKED_IN: "checked in",
    BookingStatus.COMPLETED: "completed",
    BookingStatus.NO_SHOW: "no-show",
    BookingStatus.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class FilterChoice:
    """A figure that filters: "12", or "1,000+" where nobody counted on. `calls`: somebody has to do something about these."""

    word: str
    figure: str
    href: str
    current: bool
    calls: bool = False


@dataclass(frozen=True)
class Shown:
    """One page of a list with the links to its other pages and filters."""

    found: BookingList
    order: str
    narrows: bool
    all: str
    choices: tuple[FilterChoice, ...]
    pages: tuple[tuple[int | None, str], ...]
    previous: str | None
    next: str | None
    note: str = ""
    """What was left out of it, and what to do about that."""


def read_venues_list(session: Session, wanted: Filter) -> Shown:
    """The list of the venues' bookings that a page with this filter shows."""
    meant = read_day(session, wanted)
    found = read_list(session, meant)
    first = replace(wanted, page=1, before="")
    all_more = found.more and max(found.counts.values(), default=0) >= MOST
    figures = [("all", sum(found.counts.values()), all_more, "")] + [
        (word, found.counts.get(status, 0), found.counts.get(status, 0) >= MOST, str(status))
        for status, word in _WORDS.items()
    ]
    choices = tuple(
        FilterChoice(
            word,
            f"{min(count, MOST) if more else count:,}{'+' if more else ''}",
            address(VENUES, replace(first, status=status)),
            wanted.status == status,
            calls=status == BookingStatus.PENDING and count > 0 and waits_for_an_answer(session, meant),
        )
        for word, count, more, status in figures
    )
    shown = _shown(found, wanted, VENUES, "by their start" if meant.day else "newest first", choices)
    return replace(shown, note=_left_out(found, wanted))


def read_day(session: Session, wanted: Filter) -> Filter:
    """The filter with a day of the calendar, where it asks for today."""
    return replace(wanted, day=day_meant(session, wanted), today=False)


def _left_out(found: BookingList, wanted: Filter) -> str:
    if wanted.text and found.more:
        return (
            f"More than {MOST_PEOPLE} people are called like that. Type more of the name, an address or a booking code."
        )
    if found.more and wanted.kind and wanted.payment:
        return f"Of each state the newest {SCAN_LIMIT:,} were looked at. Choose a day to see what was before."
    return ""


def read_own_list(session: Session, person_id: str, page: int) -> Shown:
    """One page of a person's own bookings."""
    return _shown(read_own(session, person_id, page), Filter(page=page), OWN, "", ())


def address(path: str, wanted: Filter) -> str:
    """The address of a list with this filter; whose venues it stops at is not part of it, the viewer decides that."""
    query = to_query(replace(wanted, staff=""))
    return f"{path}?{query}" if query else path


def _shown(found: BookingList, wanted: Filter, path: str, order: str, choices: tuple[FilterChoice, ...]) -> Shown:
    def at(page: int) -> str:
        return address(path, replace(wanted, page=page))

    near = sorted({1, found.pages, *range(max(1, found.page - 1), min(found.pages, found.page + 1) + 1)})
    pages: list[tuple[int | None, str]] = []
    for page in near:
        if pages and pages[-1][0] != page - 1:
            pages.append((None, ""))
        pages.append((page, at(page)))
    return Shown(
        found,
        order,
        wanted.narrows,
        path,
        choices,
        tuple(pages),
        at(found.page - 1) if found.page > 1 else address(path, replace(wanted, before="")) if wanted.before else None,
        at(found.page + 1) if found.page < found.pages else _beyond(found, wanted, path),
    )


def _beyond(found: BookingList, wanted: Filter, path: str) -> str | None:
    """Where a list goes on that is longer than its pages are counted."""
    if not found.goes_on or not found.bookings:
        return None
    return address(path, replace(wanted, page=1, before=found.bookings[-1].id))
