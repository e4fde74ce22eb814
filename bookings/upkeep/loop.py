"""What has to happen by itself: holds and requests that run out, old keys and old steps that are cleared away.

Every process runs it; a lease lets one do the work. All of it may be done twice without harm.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bookings.accounts.last_use import LastUse
from bookings.desk.holds import expire_holds
from bookings.desk.money.online.late import end_undecided
from bookings.desk.requests import end_requests
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Refusal
from bookings.models.person import RINGSIDE
from bookings.upkeep.announcements import tell_the_rest
from bookings.upkeep.cancellations import finish_cancellations
from bookings.upkeep.change_log import clear_log
from bookings.upkeep.documents import clear_documents
from bookings.upkeep.figures import count_figures
from bookings.upkeep.notifications import clear_notifications
from bookings.upkeep.purge import end_unused, purge_expired
from bookings.upkeep.reminders import Reminders
from bookings.upkeep.waiting import go_on

ROUND_SECONDS = 1.0
CHECKPOINT_ROUNDS = 60
_LEASE = 5_417_238_111  # beside the migration's

log = logging.getLogger(__name__)


class Upkeep:
    def __init__(
        self,
        desk: Desk,
        last_use: LastUse,
        idle: timedelta,
        keep: timedelta = timedelta(days=365),
        keep_notifications: timedelta = timedelta(days=90),
        reminders: Reminders | None = None,
        keep_documents: timedelta = timedelta(days=7),
    ) -> None:
        """`last_use` is of this process and stored by it, lease or not; log-ins that are `idle` for so long end.

        Changes that belong to no booking are kept for `keep`, what people were told for `keep_notifications`,
        travel documents for `keep_documents` after the flight.
        """
        self._desk, self._database = desk, desk.database
        self._last_use, self._idle, self._keep = last_use, idle, keep
        self._keep_notifications, self._reminders, self._keep_documents = keep_notifications, reminders, keep_documents
        self.on_round: Callable[[], None] = lambda: None
        """Called after each round that was done."""
        self.leading = False
        """Whether the last round was this process's to do."""
        self._stopped = threading.Event()
        self._lease: Connection | None = None

    def run(self) -> None:
        """Until `stop`, a round a second."""
        rounds = 0
        while not self._stopped.wait(ROUND_SECONDS):
            try:
                if rounds % CHECKPOINT_ROUNDS == 0:
                    self._last_use.store()
                self.leading = self._leads()
                if self.leading:
                    self.round(checkpoint=rounds % CHECKPOINT_ROUNDS == 0)
                self.on_round()
            except (SQLAlchemyError, Refusal) as error:
                log.warning("upkeep waits for the database: %s", error)
                self._give_up_lease()
            except Exception:
                log.exception("a round of upkeep failed")  # the next may not
                self._give_up_lease()
            rounds += 1
        self._give_up_lease()

    def round(self, *, checkpoint: bool = False) -> None:
        self._desk.do(RINGSIDE, end_what_ran_out)
        go_on(self._desk)
        tell_the_rest(self._desk)
        if self._reminders is not None:
            self._reminders.send_due()
        if checkpoint:
            end_unused(self._desk, self._idle)
            purge_expired(self._desk)
            clear_log(self._desk, self._keep)
            clear_notifications(self._desk, self._keep_notifications)
            clear_documents(self._desk, self._keep_documents)
            finish_cancellations(self._desk)
            count_figures(self._desk)
            self._database.checkpoint()

    def stop(self) -> None:
        self._stopped.set()

    def _leads(self) -> bool:
        """Whether this process holds the lease: PostgreSQL gives it back by itself when the process or its connection dies."""
        if self._database.on_sqlite:
            return True
        if self._lease is None:
            lease = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not lease.execute(text("SELECT pg_try_advisory_lock(:lease)"), {"lease": _LEASE}).scalar_one():
                lease.close()
                return False
            self._lease = lease
        self._lease.execute(text("SELECT 1"))
        return True

    def _give_up_lease(self) -> None:
        self.leading = False
        if self._lease is not None:
            self._lease.invalidate()
            self._lease.close()
            self._lease = None


def end_what_ran_out(tx: Transaction) -> None:
    """Baskets, requests and offers to whoever paid too late whose time is up, so many at a time."""
    expire_holds(tx)
    end_requests(tx)
    end_undecided(tx)
