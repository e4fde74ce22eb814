"""Mails what people were told, and whatever else is in the outbox, beside upkeep's rounds: a mail server that is slow holds nothing up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bookings.desk.transaction import Desk
from bookings.errors import Refusal
from bookings.mail.notifications import write_due_mails
from bookings.mail.outbox import send_due
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.reading.settings import CurrentSettings

PAUSE_SECONDS = 1.0

log = logging.getLogger(__name__)


class MailLoop:
    def __init__(self, desk: Desk, settings: CurrentSettings, links: UnsubscribeLinks, leads: Callable[[], bool]) -> None:
        """`leads` says whether this process holds upkeep's lease."""
        self._desk, self._settings, self._links, self._leads = desk, settings, links, leads
        self._stopped = threading.Event()

    def run(self) -> None:
        """Until `stop`."""
        while not self._stopped.wait(PAUSE_SECONDS):
            try:
                if self._leads():
                    write_due_mails(self._desk, self._settings.get(), self._links)
                    send_due(self._desk, self._settings.get())
            except (SQLAlchemyError, Refusal) as error:
                log.warning("the outbox waits for the database: %s", error)

    def stop(self) -> None:
        self._stopped.set()
