"""How every command runs: on a database that is up to date, with refusals in words and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click
from flask.cli import with_appcontext

from bookings.database.opening import check_up_to_date
from bookings.errors import Refusal
from bookings.http.current import current_ringside
from bookings.program import Ringside
from bookings.rules.violation import RuleViolation
from bookings.server.addresses import address_of

P = ParamSpec("P")
R = TypeVar("R")


def on_the_database(command: Callable[Concatenate[Ringside, P], R]) -> Callable[P, R]:
    """A decorator: the command is given the program, and what refuses becomes a line on standard error and the exit code 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> R:
        ringside = current_ringside()
        check_up_to_date(ringside.database)
        try:
            return command(ringside, *args, **options)
        except Refusal as refusal:
            raise click.ClickException(in_words(refusal)) from None
        except RuleViolation as violation:
            raise click.ClickException(f"{violation.field}: {violation.message}" if violation.field else violation.message) from None

    return run


def link_address(ringside: Ringside, secret: str) -> str:
    """The address of a link under the public address; where there is none, under the one at which the server listens."""
    settings = ringside.settings
    return f"{ringside.site.get().public_url or address_of(settings.host, settings.port)}/link/{secret}"


def in_words(refusal: Refusal) -> str:
    """The sentence, and one for each field where they say more."""
    more = [f"  {field}: {sentence}" for field, sentence in refusal.fields.items() if sentence != refusal.message]
    return "\n".join([refusal.message, *more])
