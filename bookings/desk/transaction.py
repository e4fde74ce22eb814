"""One verb, one transaction: opened, carried out, its changes recorded last, committed; a lost race answered with alternatives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bookings import audit
from bookings.audit import Act
from bookings.database import Database
from bookings.desk.alternatives.offers import refusal_for
from bookings.desk.alternatives.taken import Taken
from bookings.desk.counts.days import PastDay, count_anew, past_days
from bookings.desk.log.acts import Acts
from bookings.desk.notifications.write import write_notifications
from bookings.desk.undo.snapshot import Snapshots
from bookings.desk.versions import count_on, seats_left
from bookings.desk.waiting.afterwards import look_after_wishes
from bookings.errors import Invalid, KeyReused
from bookings.models import Booking, Change, ChangeKind, IdempotencyKey, TopicEntry, Venue, Viewer
from bookings.rules.times.zones import iso
from bookings.rules.topics import Topic

P = ParamSpec("P")
R = TypeVar("R")
Span = tuple[str, datetime, datetime]

LONGEST_KEY = 80


@dataclass
class Transaction:
    """What a verb works with. `now` is the database's clock when the transaction began."""

    session: Session
    by: Viewer
    now: datetime
    hold_minutes: float
    tells_customers: bool = True
    """Whether customers are told what staff does here; what they do themselves, and what happens by itself, is as ever."""
    _records: list[tuple[Change, frozenset[Topic]]] = field(default_factory=list)
    notes: list[tuple[Act, dict[str, object]]] = field(default_factory=list)
    """Lines for the log for security, written when the transaction has committed."""
    acts: Acts = field(default_factory=Acts)
    """What the log will say of this, when staff does it."""
    snapshots: Snapshots = field(default_factory=Snapshots)
    """What it will take to undo this, when staff does it."""
    _venues: dict[str, Venue] = field(default_factory=dict)
    _past: set[PastDay] = field(default_factory=set)

    @property
    def locks_rows(self) -> bool:
        """On SQLite there is one writer at a time, and nobody to keep off a row."""
        return self.session.get_bind().dialect.name != "sqlite"

    def venue(self, venue_id: str) -> Venue:
        """This venue, read once a transaction."""
        if venue_id not in self._venues:
            self._venues[venue_id] = self.session.get_one(Venue, venue_id)
        return self._venues[venue_id]

    def keeps_from_customers(self, venue_id: str | None) -> bool:
        """Whether what is done here at this venue is not told to the customer: its staff says so."""
        return not self.tells_customers and venue_id is not None and self.by.works_at(venue_id)

    def note(self, act: Act, **facts: object) -> None:
        """Write a line into the log for security, if this transaction commits."""
        self.notes.append((act, facts))

    def record(
        self,
        kind: ChangeKind,
        topics: Iterable[Topic],
        *,
        booking: Booking | None = None,
        event_id: int | None = None,
        venue_id: str | None = None,
        seats: Sequence[str] = (),
        times: Sequence[Span] = (),
        people: Iterable[str] = (),
        by: Viewer | None = None,
        **detail: Any,
    ) -> None:
        """Note a fact, to be written at the end of the transaction; `by` did it, where that is not who the transaction is of.

        `seats` and `times` are what has to be drawn again, `people` those who see it differently from the public.
        """
        doer, stands_on = by or self.by, frozenset(topics)
        self._past |= past_days(self, stands_on, booking)
        change = Change(
            kind=kind, at=self.now, by_id=doer.id, by_name=doer.name, booking_id=booking.id if booking else None,
            event_id=event_id if booking is None else booking.event_id,
            venue_id=venue_id if booking is None else booking.venue_id,
            payload={
                "seats": list(seats),
                "times": [[resource, iso(start), iso(end)] for resource, start, end in times],
                "people": sorted(set(people)),
                "detail": detail,
            },
        )  # fmt: skip
        self._records.append((change, stands_on))

    def leaves_its_day(self, booking: Booking) -> None:
        """The booking is about to get another day, and what was counted of the one that it has is another number then."""
        self._past |= past_days(self, (), booking)

    def write_changes(self) -> None:
        """Last of all: take each topic's next versions in sorted order, so that two transactions never wait for each other in a circle.

        A verb that answers with a version calls it itself, when it has nothing more to record.
        """
        if not self._records:
            return
        self.session.flush()
        look_after_wishes(self, [change for change, _ in self._records])
        changes = [change for change, _ in self._records]
        self.acts.write_lines(self, changes)
        write_notifications(self, changes)
        self.session.add_all(change for change, _ in self._records)
        self.session.flush()
        entries: list[dict[str, Any]] = []
        by_topic: dict[str, list[Change]] = {}
        for change, topics in self._records:
            for each in topics:
                by_topic.setdefault(str(each), []).append(change)
        versions = count_on(self.session, {topic: len(mine) for topic, mine in by_topic.items()})
        for topic, mine in sorted(by_topic.items()):
            first = versions[topic] - len(mine) + 1
            of_event = topic.startswith("event:")
            left = seats_left(self.session, self.now, topic, first, mine) if of_event else {"free": None, "capacity": None}
            entries += [{"topic": topic, "version": first + n, "change_id": c.id, **left} for n, c in enumerate(mine)]
        self.session.execute(insert(TopicEntry), entries, execution_options={"render_nulls": True})
        self.session.info.setdefault("versions", {}).update(versions)
        self.snapshots.keep(self, [change for change, _ in self._records], versions)
        self._records.clear()
        count_anew(self, self._past)
        self._past.clear()


@dataclass(frozen=True)
class Desk:
    """Runs verbs. `idempotent(key, request)` gives a desk whose next verb is carried out at most once for that key."""

    database: Database
    hold_minutes: float = 10
    key: str | None = None
    fingerprint: str = ""
    tells_customers: bool = True

    def telling_customers(self, tells: bool) -> Desk:
        """A desk whose verbs tell customers what staff does, or do not."""
        return self if tells == self.tells_customers else replace(self, tells_customers=tells)

    def idempotent(self, key: str | None, request: Mapping[str, Any]) -> Desk:
        """The same key with the same request answers as before; with another request it is refused (KeyReused)."""
        if not key:
            return self
        if len(key) > LONGEST_KEY or not key.isprintable():
            raise Invalid(f"An idempotency key has at most {LONGEST_KEY} printable characters.", code="bad_key")
        canonical = json.dumps(request, sort_keys=True, default=str)
        return replace(self, key=key, fingerprint=hashlib.sha256(canonical.encode()).hexdigest())

    def do(self, by: Viewer, verb: Callable[Concatenate[Transaction, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry out `verb` for `by` in one transaction and return what it returns (plain data, so it can be kept under a key).

        Raises the verb's refusals; SeatTaken or SlotTaken, with what is still free nearby, when someone else was first.
        """

        notes: list[tuple[Act, dict[str, object]]] = []

        def work(session: Session) -> R:
            transaction = Transaction(session, by, self.database.now(session), self.hold_minutes, self.tells_customers)
            reserved = self._reserve(transaction)
            result = verb(transaction, *args, **kwargs)
            if reserved is not None:
                reserved.result = result
            transaction.write_changes()
            notes[:] = transaction.notes
            return result

        def work_once(session: Session) -> R:
            known = session.get(IdempotencyKey, (by.id, self.key))
            if known is None:
                return work(session)
            if known.fingerprint != self.fingerprint:
                raise KeyReused(
                    "This key was already used for a different request. Send a new key with the new request."
                )
            kept: R = known.result
            return kept

        try:
            done = self.database.write(work_once if self.key else work)
        except Taken as taken:
            with self.database.read() as session:
                raise refusal_for(session, taken, by, self.database.now(session)) from taken
        for act, facts in notes:
            audit.record(act, **facts)
        return done

    def _reserve(self, transaction: Transaction) -> IdempotencyKey | None:
        """Take the key before anything else: a twin that comes meanwhile waits here, and then finds our answer instead of
        losing the place to us."""
        if not self.key:
            return None
        reserved = IdempotencyKey(
            person_id=transaction.by.id, key=self.key, fingerprint=self.fingerprint, result=None, created_at=transaction.now,
        )  # fmt: skip
        transaction.session.add(reserved)
        transaction.session.flush()
        return reserved
