"""The club's other days, made up by chance, and how a day's entries come into the script."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from bookings.demo.ghosts.script import Script
from bookings.demo.ids import chance_of
from bookings.demo.names import CUSTOMERS
from bookings.demo.people import FRONT_DESK, viewer_named
from bookings.demo.venues.lindenhof import COACHES, SPORTS, ZONE, coach_id, court_id
from bookings.demo.venues.lindenhof_today import CLOSED, TODAY, TOMORROW, PlannedBooking
from bookings.demo.visits import MINUTE, Pays, PublishQueue, Visit, add_visit
from bookings.desk.blocks import block_time
from bookings.desk.book import book_court
from bookings.rules.times.zones import local_day, to_utc

# How full the days are, counted from today.
FULL = {-1: 0.5, 1: 0.5, 2: 0.38, 3: 0.28, 4: 0.17, 5: 0.15, 6: 0.1}
OPENS, CLOSES, EVENING = 7 * 60, 22 * 60, 17 * 60
LENGTHS = {"tennis": (60, 90, 90, 120), "padel": (90, 90, 60), "squash": (30, 60, 60)}
NOTES = ("2 players", "4 players", "Needs two rental rackets", "First time here", "Brings own balls")
PAYS: tuple[Sequence[Pays], Sequence[int]] = (("online", "desk", "half", "never", "declined"), (70, 14, 5, 8, 3))
TURNS: tuple[Sequence[PublishQueue], Sequence[int]] = (("", "asks", "missed", "cancels"), (84, 8, 4, 4))


def add_week(script: Script, now: datetime) -> None:
    """Yesterday, today, and six days to come."""
    today = local_day(now, ZONE)
    chance = chance_of("club")
    add_day(script, today, TODAY, now, chance)
    for closed in CLOSED:
        start = _instant(today, closed.start)
        span = (start, start + closed.minutes * MINUTE)
        script.at(now - timedelta(days=9), FRONT_DESK, block_time, [court_id(closed.court)], *span, closed.reason)
    for ahead, share in FULL.items():
        certain = TOMORROW if ahead == 1 else ()
        entries = [*certain, *_made_up(share, certain, chance_of(f"club {ahead}"))]
        add_day(script, today + timedelta(days=ahead), entries, now, chance)


def add_day(script: Script, day: date, entries: Sequence[PlannedBooking], now: datetime, chance: random.Random) -> None:
    for entry in entries:
        start = _instant(day, entry.start)
        end = start + entry.minutes * MINUTE
        visit = Visit(start, end, viewer_named(entry.who), FRONT_DESK, entry.pays, entry.turn)
        coach = coach_id(entry.coach) if entry.coach else None
        court = court_id(entry.court)
        verb = partial(book_court, resource_id=court, start=start, end=end, note=entry.note, coach_id=coach)
        add_visit(script, visit, now, ZONE, chance, verb)


def _made_up(share: float, certain: Sequence[PlannedBooking], chance: random.Random) -> Iterator[PlannedBooking]:
    """Entries that fill about this share of every court's day, evenings first, around those that are certain."""
    names = [name for name, _ in CUSTOMERS]
    chance.shuffle(names)
    for court, sport in enumerate(SPORTS, 1):
        taken = [(_minutes(each.start), each.minutes) for each in certain if each.court == court]
        at = OPENS + chance.choice([0, 30, 60])
        while at < CLOSES - 30:
            minutes = min(chance.choice(LENGTHS[sport]), CLOSES - at)
            clash = any(at < begins + length and begins < at + minutes for begins, length in taken)
            if clash or chance.random() > _odds(share * (1.25 if at >= EVENING else 0.9), minutes / 30):
                at += 30
                continue
            yield _entry(court, at, minutes, names[0], chance)
            names.append(names.pop(0))
            at += minutes


def _odds(share: float, slots: float) -> float:
    """How likely a booking of so many slots begins at a free one, when in the end this share is to be taken."""
    return share / (share + slots * (1 - share))


def _entry(court: int, at: int, minutes: int, who: str, chance: random.Random) -> PlannedBooking:
    # A coach teaches on one court only, so no two lessons of one coach can meet.
    coach = COACHES[court - 1] if court <= len(COACHES) and chance.random() < 0.2 else ""
    note = f"Lesson with {coach.split()[0]}" if coach else chance.choice(NOTES) if chance.random() < 0.3 else ""
    pays, turn = chance.choices(*PAYS)[0], chance.choices(*TURNS)[0]
    if turn == "asks":
        pays = "never"
    return PlannedBooking(court, f"{at // 60:02}:{at % 60:02}", minutes, who, pays, turn, note, coach)


def _instant(day: date, clock: str) -> datetime:
    return to_utc(datetime.combine(day, time.fromisoformat(clock)), ZONE)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
