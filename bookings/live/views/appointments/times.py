"""The live view of free times on pages on which an appointment is chosen: a week of them, or the one that was chosen.

A view is "times=" and a service, a provider ("" is any), the appointment that is moved ("" is none), the first day of a week and
the day that was chosen of it, or "time=" and, after the same three, a start. A page follows the board of each of its days, and the
set-up of the venue; everybody sees the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.errors import NotFound
from bookings.live import element_ids
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.models import Venue, Viewer
from bookings.reading.appointments.services import is_own_appointment, is_provider_of, is_service_of
from bookings.reading.appointments.week import DAYS, ChosenTime, WeekOfTimes, read_chosen, read_week
from bookings.reading.audience import PUBLIC, Audience
from bookings.rules.times.zones import day_bounds, iso, local_day, parse_day, parse_instant
from bookings.rules.topics import Topic
from bookings.rules.violation import RuleViolation

FILE = "appointments.html"
_WEEK, _ONE = "times", "time"
_VIEW = re.compile(rf"({_WEEK}|{_ONE})=([A-Za-z0-9-]{{1,64}});([A-Za-z0-9-]{{0,64}});([A-Za-z0-9-]{{0,64}});(.{{1,30}})")
_TICK = timedelta(seconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


class _Asked(NamedTuple):
    service_id: str
    provider_id: str
    moving: str
    first: date | None
    chosen: date | None
    start: datetime


class TimesView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        asked = _parse(view)
        if asked is None or not is_service_of(session, topic.id, asked.service_id):
            return None
        if asked.moving and not is_own_appointment(session, asked.moving, asked.service_id, viewer.id):
            return None
        return PUBLIC if not asked.provider_id or is_provider_of(session, topic.id, asked.provider_id) else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        shown = self._read(session, topic, view, now)
        if not isinstance(shown, WeekOfTimes) or not shown.service.offered:
            return self.snapshot(session, topic, view, audience, now)
        here = [each for each in shown.days if each.day == topic.day]
        drawn = {element_ids.day(each.day): self._draw(FILE, "day", shown, each, swap=MORPH) for each in here}
        if shown.chosen.day == topic.day:
            drawn["times"] = self._draw(FILE, "times", shown, swap=MORPH)
        return drawn | {"first-free": self._draw(FILE, "first_free", shown, swap=MORPH)}

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        shown = self._read(session, topic, view, now)
        if isinstance(shown, WeekOfTimes):
            return {"region": self._draw(FILE, "region", shown, swap=MORPH)}
        if isinstance(shown, ChosenTime):
            return {"chosen": self._draw(FILE, "chosen", shown, swap=MORPH)}
        name = "region" if _asked(view).first is not None else "chosen"
        return {name: self._draw(FILE, "gone", name, topic.id, swap=MORPH)}

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """Only of what begins soon or is over, and of the last day that is open: that opened at midnight."""
        venue = session.get_one(Venue, topic.id)
        today, soon = (local_day(moment, venue.zone) for moment in (now, now + timedelta(minutes=venue.notice_minutes)))
        if topic.day is not None and (topic.day <= soon or topic.day >= today + timedelta(days=venue.window_days)):
            return self.delta(session, topic, view, audience, (), now)
        return {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        """When the first of the day's times begins too soon to be booked, or with the next day, on which another one opens."""
        venue, shown = session.get_one(Venue, topic.id), self._read(session, topic, view, now)
        starts: list[datetime] = []
        if isinstance(shown, WeekOfTimes):
            starts = [each.start for day in shown.days if day.day == topic.day for each in day.times]
        elif shown is not None and shown.free is not None:
            starts = [shown.start]
        midnight = day_bounds(local_day(now, venue.zone), venue.zone)[1]
        return min([midnight, *(start - timedelta(minutes=venue.notice_minutes) + _TICK for start in starts)])

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, topic.id).zone

    def _read(self, session: Session, topic: Topic, view: str, now: datetime) -> WeekOfTimes | ChosenTime | None:
        """Once for all that ask in a session; None when the service is deleted."""
        asked, key = _asked(view), (TimesView, topic.id, view, now)
        if key not in session.info:
            try:
                if asked.first is not None:
                    session.info[key] = read_week(
                        session, topic.id, asked.service_id, asked.provider_id, asked.first, now, asked.chosen, asked.moving
                    )
                else:
                    session.info[key] = read_chosen(
                        session, topic.id, asked.service_id, asked.provider_id, asked.start, now, asked.moving
                    )
            except NotFound:
                session.info[key] = None
        shown: WeekOfTimes | ChosenTime | None = session.info[key]
        return shown


def is_of_times(view: str) -> bool:
    return view.startswith((f"{_WEEK}=", f"{_ONE}="))


def view_of_week(week: WeekOfTimes) -> str:
    """The view that a page with this week follows."""
    return f"{_WEEK}={week.service.id};{week.provider_id};{week.moving};{week.days[0].day};{week.chosen.day}"


def view_of_chosen(chosen: ChosenTime) -> str:
    return f"{_ONE}={chosen.service.id};{chosen.provider_id};{chosen.moving};{iso(chosen.start)}"


def _asked(view: str) -> _Asked:
    asked = _parse(view)
    assert asked is not None, "a page follows what its viewer may: see audience"
    return asked


@lru_cache(maxsize=512)
def _parse(view: str) -> _Asked | None:
    """None for a view that is none."""
    found = _VIEW.fullmatch(view)
    try:
        if found is not None and found[1] == _WEEK:
            first, chosen = (parse_day(each) for each in found[5].partition(";")[::2])
            return _Asked(found[2], found[3], found[4], first, chosen, _NEVER) if first <= chosen < first + timedelta(days=DAYS) else None
        if found is not None and found[3]:
            return _Asked(found[2], found[3], found[4], None, None, parse_instant(found[5]))
    except RuleViolation:
        pass
    return None
