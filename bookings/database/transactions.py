"""How a transaction is opened, on SQLite and on PostgreSQL, under threads and under gevent.

Owns the engine, the write lock and the callbacks after a commit. Knows nothing of what is stored.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, TypeVar

from sqlalchemy import event, text
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from bookings.database import faults
from bookings.database.engines import postgresql_engine, sqlite_engine
from bookings.errors import CannotStart, Conflict, Invalid, NotFound, Unavailable

T = TypeVar("T")
ATTEMPTS = 4
# Serialization failure and deadlock: nothing was done, doing it again is right.
_TRY_AGAIN = {"40001", "40P01"}
# A parallel twin of this very request was first: doing it again finds what the twin did. Two codes alike are bad luck.
_TWIN_CONSTRAINTS = {
    "uq_holds_person_id_event_id", "uq_wishes_person_id_event_id", "pk_idempotency_keys", "uq_people_email", "uq_bookings_pnr",
    "pk_payment_events",
}  # fmt: skip
# What was booked was deleted meanwhile, or the other way round: doing it again finds what there is by now.
_MEANWHILE = {
    *(f"fk_bookings_{each}_id" for each in ("resource", "coach", "service")), "fk_claims_resource_id", "fk_claims_seat_id",
    "fk_service_providers_service_id", "fk_service_providers_resource_id", "fk_resources_part_of", "fk_memberships_group_id",
}  # fmt: skip
ONE_PROCESS = "SQLite serves one process; stop that one, or set DATABASE_URL to a PostgreSQL database to run several."
_CHANGED = "Somebody changed this at the same moment. Look again, then repeat it."


class Database:
    """One database for the life of the process.

    `after_commit` are called with {topic: version} once a write has committed, never inside it.
    `skew` is added to the database's clock; only tests move it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.on_sqlite = url.startswith("sqlite")
        self.skew = timedelta(0)
        self.after_commit: list[Callable[[Mapping[str, int]], None]] = []
        self._write_lock = threading.Lock()
        self._file_lock: BinaryIO | None = None
        self.engine = sqlite_engine(url) if self.on_sqlite else postgresql_engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info={"clock": self.now})
        self._patient = sessionmaker(self.engine, expire_on_commit=False, info={"clock": self.now})
        event.listen(self._patient, "do_orm_execute", _between)

    @contextmanager
    def read(self, between: Callable[[], None] | None = None) -> Iterator[Session]:
        """A session in which everything is of one moment: a state and its version belong together.

        `between` is called before each question that is asked in it: whoever has time lets others go first.
        """
        with _translated(), (self._patient() if between else self._sessions()) as session:
            if between:
                session.info["between"] = between
            if not self.on_sqlite:
                session.connection(
                    execution_options={
                        "isolation_level": "REPEATABLE READ",
                        "postgresql_readonly": True,
                    }
                )
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one write transaction and commit it; `after_commit` is called with what it left in `session.info['versions']`.

        Raises Unavailable when the database cannot take the write in time, Invalid or NotFound for what it cannot hold,
        Conflict when a parallel twin was first again and again. Deadlocks and twins are tried again.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with _translated(), self._one_writer(), self._sessions() as session, session.begin():
                    session.connection(execution_options={"write": True})
                    result = work(session)
                versions: Mapping[str, int] = session.info.pop("versions", {})
                break
            except DBAPIError as error:
                twin = faults.constraint_of(error) in _TWIN_CONSTRAINTS | _MEANWHILE
                if not (twin or faults.sqlstate(error) in _TRY_AGAIN):
                    if faults.is_away(error):
                        raise Unavailable(faults.in_words(error)) from error
                    raise
                if attempt == ATTEMPTS:
                    raise (Conflict(_CHANGED) if twin else Unavailable(faults.BUSY)) from error
                time.sleep(random.uniform(0.005, 0.03) * attempt)  # noqa: S311 (jitter, not a secret)
        if versions:
            for notify in self.after_commit:
                notify(versions)
        return result

    def now(self, session: Session) -> datetime:
        """The database's clock, aware UTC: holds begin and end by it, whatever the server's own clock says."""
        if self.on_sqlite:  # a library of this process: its clock is ours
            moment = datetime.now(UTC)
            moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        else:
            moment = session.execute(text("SELECT clock_timestamp()")).scalar_one().astimezone(UTC)
        return moment + self.skew

    def lock_file(self, advice: str = ONE_PROCESS) -> None:
        """Refuse to be the second process on one SQLite file: the write lock and the notifier live in a single process.

        `advice` says what to do then.
        """
        path = self.engine.url.database
        if not self.on_sqlite or not path or path == ":memory:" or self._file_lock:
            return
        import fcntl  # not on Windows, where SQLite's own lock has to do

        handle = Path(f"{path}.lock").open("wb")  # noqa: SIM115 (held for the life of the process)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            raise CannotStart(f"Another Ringside already runs on {path}. {advice}") from None
        self._file_lock = handle

    @contextmanager
    def file_taken(self, advice: str = ONE_PROCESS) -> Iterator[None]:
        """As `lock_file`, for a while."""
        was_taken = self._file_lock is not None
        self.lock_file(advice)
        try:
            yield
        finally:
            if self._file_lock and not was_taken:
                self._file_lock.close()
                self._file_lock = None

    def checkpoint(self) -> None:
        """Fold SQLite's log into the file. Only here and only under the write lock: two checkpoints at once have
        corrupted files in SQLite up to 3.51.2, so automatic ones are off."""
        if self.on_sqlite:
            with self._one_writer(), self.engine.connect() as connection:
                connection.rollback()
                try:
                    connection.connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
                except sqlite3.Error as error:  # not through SQLAlchemy, so not one of its errors
                    raise Unavailable(f"{faults.BUSY} ({error})") from error

    def close(self) -> None:
        self.engine.dispose()
        if self._file_lock:
            self._file_lock.close()

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        # SQLite waits for its lock in C, where no greenlet can run: so only one of ours ever asks for it.
        if not self.on_sqlite:
            yield
            return
        with self._write_lock:
            yield


def _between(asked: ORMExecuteState) -> None:
    asked.session.info["between"]()


@contextmanager
def _translated() -> Iterator[None]:
    """Out of JSON and addresses come NUL, half characters and numbers of any length, which no database takes."""
    try:
        yield
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        if isinstance(error, OverflowError) and "SQLite" not in str(error):
            raise  # a verb's own sum, not a number that SQLite was given
        if isinstance(error, OverflowError) or (isinstance(error, DataError) and faults.sqlstate(error) == "22003"):
            raise NotFound("There is nothing with so high a number.") from error
        raise Invalid("This contains characters that cannot be kept. Type it anew.", code="bad_text") from error
    except NoConnectionFree as error:
        raise Unavailable(
            "Too many people are at the desk just now. Nothing was changed; try again in a moment."
        ) from error
