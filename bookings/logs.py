"""Configures logging: one JSON object a line on standard error, or in colour at a terminal."""

from __future__ import annotations

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Any

import structlog
from gevent import get_hub
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

log = logging.getLogger(__name__)

SECRETS = re.compile(r"(/calendar/|/link/|/self-check-in/)[^\s/?\"]+")
SERVERS = ("gunicorn.error", "gunicorn.access")  # they have handlers of their own by now


def configure() -> None:
    """For the process that serves, once and before all else: all loggers, our own and the libraries'."""
    formatter = _formatter()
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    threading.excepthook = lambda end: _uncaught(end.thread, end.exc_type, end.exc_value, end.exc_traceback)
    get_hub().print_exception = _uncaught  # type: ignore[method-assign, assignment]
    for name in SERVERS:
        for theirs in logging.getLogger(name).handlers:
            theirs.setFormatter(formatter)


def _uncaught(_: object, kind: Any, error: Any, trace: TracebackType | None) -> None:
    """Log that an exception ended a thread or greenlet; not its context, which for gevent may be a whole request."""
    log.error("%s was not caught", kind.__name__, exc_info=(kind, error or kind(), trace))


def without_secrets(_: object, __: str, line: EventDict) -> EventDict:
    """A processor: of an address whose path is the key, the key is left out."""
    if isinstance(line.get("event"), str):
        line["event"] = SECRETS.sub(r"\1…", line["event"])
    return line


def _formatter() -> logging.Formatter:
    before: list[Processor] = [
        without_secrets,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [ProcessorFormatter.remove_processors_meta]
    if sys.stderr.isatty():
        last.append(structlog.dev.ConsoleRenderer())
    else:
        # A line break in a text is written as such, so that nobody can forge a line.
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
    return ProcessorFormatter(foreign_pre_chain=before, processors=last)
