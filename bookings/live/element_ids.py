"""Ids of the elements that fragments replace or that buttons keep, each spelled once: for pages, for fragments and for tests.

Templates know this module as `ids`.
"""

from __future__ import annotations

from datetime import date, datetime

from bookings.rules.topics import Topic


def version(topic: Topic | str, view: str = "") -> str:
    """Where a page keeps the version of a topic that it shows in a view: one place for a venue's board, whatever its day, but for a
    week of free times, which follows several. `topic` may be what a page follows, "{topic}|{view}@{version}"."""
    name, _, shown = str(topic).partition("|")
    kind, key, *day = name.split(":")
    return "-".join(["version", kind, key, *(day if (view or shown).startswith("times=") else [])])


# -- boards ------------------------------------------------------------------------------------------------------------


def slot(court_id: str, start: datetime) -> str:
    """A cell; its time is in UTC, so that the two halves of a doubled hour differ."""
    return f"slot-{court_id}-{start:%Y%m%dT%H%M}"


def head(court_id: str) -> str:
    return f"head-{court_id}"


def panel_again(booking_id: str = "") -> str:
    """What fetches the panel anew when it is drawn: for one booking, or for whatever is open."""
    return f"panel-again-{booking_id}" if booking_id else "panel-again"


# -- appointments ------------------------------------------------------------------------------------------------------


def free_time(start: datetime) -> str:
    """A time that is free, where an appointment is chosen; in UTC, as a cell's."""
    return f"free-{start:%Y%m%dT%H%M}"


# -- bookings ----------------------------------------------------------------------------------------------------------


def booking(booking_id: str) -> str:
    """A booking's card on a board, or its row in a list."""
    return f"booking-{booking_id}"


def request(booking_id: str) -> str:
    """A request in the list beside a board."""
    return f"request-{booking_id}"


def booking_panel(booking_id: str) -> str:
    return f"booking-panel-{booking_id}"


def viewers(booking_id: str) -> str:
    """Who else has a booking open, in its panel."""
    return f"viewers-{booking_id}"


def status_of(booking_id: str) -> str:
    """The choice of a booking's state, with its icon."""
    return f"status-of-{booking_id}"


def status_choice(booking_id: str) -> str:
    return f"status-{booking_id}"


def status_option(booking_id: str, drawn_for: str, status: str) -> str:
    """One state to choose, while the booking is in the state `drawn_for`."""
    return f"{drawn_for.lower()}-{status.lower()}-{booking_id}"


def act(place: str, of: str) -> str:
    """A button, by where it stands (next, then, refund-cash): the focus stays there when another act takes the place."""
    return f"{place.lower()}-{of}"


def notification(notification_id: str) -> str:
    """A line of the notifications."""
    return f"notification-{notification_id}"


def message(message_id: int) -> str:
    """What somebody wrote about a booking."""
    return f"message-{message_id}"


def mismatch(row_id: str) -> str:
    """A line of what does not agree between money and places."""
    return f"mismatch-{row_id}"


def cancel_form(booking_id: str) -> str:
    return f"cancel-{booking_id}"


def part(title: str) -> str:
    """A part of a list, by its title."""
    return f"part-{title.lower().replace(' ', '-')}"


# -- events ------------------------------------------------------------------------------------------------------------


def departure(event_id: int) -> str:
    """A flight's row on a departure board."""
    return f"departure-{event_id}"


def offer(event_id: int) -> str:
    """A flight's line in a list of flights found."""
    return f"offer-{event_id}"


def traveller(booking_id: str, label: str) -> str:
    """A passenger's row at the gate."""
    return f"traveller-{booking_id}-{label}"


def day(of: date) -> str:
    return f"day-{of}"


def seat(label: str) -> str:
    return f"seat-{label}"


def pick(label: str) -> str:
    """The button that chooses a seat for a list."""
    return f"pick-{label}"


def pick_row(part: int, row: int) -> str:
    """The same for the seats of a row, counted from the top."""
    return f"pick-row-{part}-{row}"


def section(slug: str) -> str:
    """A section's tile, or its figures where its seats are drawn."""
    return f"section-{slug}"


def area(slug: str) -> str:
    """What is chosen of an area without numbers."""
    return f"area-{slug}"


def area_count(slug: str) -> str:
    """How many places of an area one wants."""
    return f"count-{slug}"


def area_take(slug: str) -> str:
    return f"take-{slug}"


def section_title(slug: str) -> str:
    return f"tier-{slug}"


def yours(slug: str) -> str:
    """How many of a section's seats are one's own."""
    return f"yours-{slug}"


def price(code: str) -> str:
    """How many seats are left at a price."""
    return f"price-{code}"


def free(code: str) -> str:
    """How many of a category's seats are free, in the legend."""
    return f"free-{code}"


def count(state: str) -> str:
    """How many seats are in a state or have a feature, in the legend."""
    return f"count-{state}"


# -- figures -----------------------------------------------------------------------------------------------------------


def figure(name: str, part: str = "") -> str:
    """A figure of a venue, its drawing or its table."""
    return f"figure-{name}-{part}" if part else f"figure-{name}"
