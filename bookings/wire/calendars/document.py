"""A calendar file: its head, the zones that its entries name, and the entries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText

from bookings.reading.calendars.content import FeedContent
from bookings.rules.times.observances import Observance, observances
from bookings.rules.times.zones import local_day
from bookings.wire.calendars.entries import Entry, entry_of, entry_of_event, write_entry

MIMETYPE = "text/calendar"
PRODUCT = "-//Ringside//Bookings//EN"
ASK_AGAIN = timedelta(hours=1)
"""How long a calendar program should wait before it asks for a feed again."""


def write_calendar(entries: Sequence[Entry], name: str | None = None, *, between: Callable[[], None] = lambda: None) -> bytes:
    """The file of these entries; with a `name` it is one to be followed. `between` is called after each entry, for a thousand
    take a while."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    if name:
        # Each twice: by RFC 7986, and as older programs read it. Of none the library knows that it is text.
        calendar.add("NAME", vText(name))
        calendar.add("X-WR-CALNAME", vText(name))
        calendar.add("REFRESH-INTERVAL", vDuration(ASK_AGAIN), {"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN))
    for zone in sorted({entry.zone for entry in entries}):
        calendar.add_component(_zone(zone, [entry for entry in entries if entry.zone == zone]))
    head, foot = calendar.to_ical().split(b"END:VCALENDAR")
    written = [head]
    for entry in entries:
        written.append(write_entry(entry).to_ical())
        between()
    return b"".join([*written, b"END:VCALENDAR", foot])


def entries_of(content: FeedContent, site: str) -> list[Entry]:
    """The entries of a calendar that is followed."""
    return [entry_of(each, site) for each in content.bookings] + [entry_of_event(each, site) for each in content.events]


def fingerprint(entries: Sequence[Entry], name: str) -> str:
    """The same for the same file, without writing it."""
    return hashlib.sha256(repr((PRODUCT, name, entries)).encode(errors="replace")).hexdigest()[:32]


def _zone(zone: str, entries: Sequence[Entry]) -> Timezone:
    """The zone over whole years, from before the first of these entries until after the last."""
    first = min(local_day(entry.starts_at, zone) for entry in entries)
    last = max(local_day(entry.ends_at, zone) for entry in entries)
    found = Timezone()
    found.add("TZID", zone)
    for each in observances(zone, date(first.year - 1, 12, 31), date(last.year, 12, 31)):
        found.add_component(_observance(each))
    return found


def _observance(observance: Observance) -> TimezoneDaylight | TimezoneStandard:
    written = TimezoneDaylight() if observance.summer else TimezoneStandard()
    written.add("DTSTART", observance.begins)
    written.add("TZOFFSETFROM", observance.before)
    written.add("TZOFFSETTO", observance.after)
    written.add("TZNAME", observance.name)
    return written
