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
        except RuleViolation as broken:
            raise click.ClickException(f"{broken.field}: {broken.message}" if broken.field else broken.message) from None

    return run


def in_words(refusal: Refusal) -> str:
    """The sentence, and one for each field where they say more."""
    more = [f"  {field}: {sentence}" for field, sentence in refusal.fields.items() if sentence != refusal.message]
    return "\n".join([refusal.message, *more])
