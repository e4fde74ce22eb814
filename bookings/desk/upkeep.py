"""What has to happen by itself: holds that run out, old keys and old steps that are cleared away.

Every process runs it; a lease lets one do the work. All of it may be done twice without harm.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.exc import SQLAlchemyError

from bookings.desk.holds import expire_holds
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Refusal
from bookings.models import Change, IdempotencyKey, Standing
from bookings.models.person import RINGSIDE

ROUND_SECONDS = 1.0
TIDY_ROUNDS = 60
KEEP_KEYS = timedelta(hours=24)
KEEP_STEPS = timedelta(days=7)
_LEASE = 5_417_238_111  # beside the migration's

log = logging.getLogger(__name__)


class Upkeep:
    def __init__(self, desk: Desk) -> None:
        self._desk, self._database = desk, desk.database
        self._stopped = threading.Event()
        self._lease: Connection | None = None

    def run(self) -> None:
        """Until `stop`, a round a second."""
        rounds = 0
        while not self._stopped.wait(ROUND_SECONDS):
            try:
                if self._leads():
                    self.round(tidy=rounds % TIDY_ROUNDS == 0)
            except (SQLAlchemyError, Refusal) as error:
                log.warning("upkeep waits for the database: %s", error)
                self._give_up_lease()
            rounds += 1
        self._give_up_lease()

    def round(self, *, tidy: bool = False) -> None:
        self._desk.do(RINGSIDE, expire_holds)
        if tidy:
            self._desk.do(RINGSIDE, clear_away)
            self._database.tidy()

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
        if self._lease is not None:
            self._lease.invalidate()
            self._lease.close()
            self._lease = None


def clear_away(tx: Transaction) -> None:
    """Old idempotency keys, and steps that no page is still behind by; the changes themselves stay as history."""
    tx.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < tx.now - KEEP_KEYS))
    newest = tx.session.scalar(
        select(Change.id).where(Change.at < tx.now - KEEP_STEPS).order_by(Change.id.desc()).limit(1)
    )
    if newest is not None:
        tx.session.execute(delete(Standing).where(Standing.change_id <= newest))
