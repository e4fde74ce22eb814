"""How everything that is logged is written: one JSON object a line on standard error, or in colour at a terminal."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

SERVERS = ("gunicorn.error", "gunicorn.access")  # they have handlers of their own by the time that we come


def configure() -> None:
    """For the process that serves, once and before all else: all loggers, our own and the libraries'."""
    formatter = _formatter()
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in SERVERS:
        for theirs in logging.getLogger(name).handlers:
            theirs.setFormatter(formatter)


def _formatter() -> logging.Formatter:
    before: list[Processor] = [
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
