"""What is over is cleared away in batches, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bookings.accounts import accounts
from bookings.accounts.login_throttle import begin_try
from bookings.accounts.tokens import Tokens
from bookings.database import Database
from bookings.desk import Desk
from bookings.models import IdempotencyKey, Login, LoginAttempts, RefreshToken, Ticket
from bookings.models.person import RINGSIDE
from bookings.upkeep import purge
from bookings.upkeep.purge import purge_expired
from tests.world.clock import pass_time
from tests.world.people import ANN, BOB

KINDS = (IdempotencyKey, Ticket, RefreshToken, Login, LoginAttempts)


def counts(database: Database) -> tuple[int, ...]:
    """How many there are of each kind."""
    with database.read() as session:
        return tuple(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in KINDS)


def leave_traces(desk: Desk, times: int) -> None:
    """As many requests with keys, log-ins of Ann's that end, tickets, refresh tokens and addresses that tried."""
    tokens = Tokens(desk, "only for tests, and longer than thirty-two characters")
    for n in range(times):
        login = desk.idempotent(f"key {n}", {}).do(ANN, accounts.begin_login, ANN.id)
        viewer = tokens.authenticate(tokens.begin(login).access)
        tokens.ticket(viewer)
        desk.do(viewer, accounts.sign_out, login)
        desk.do(RINGSIDE, begin_try, "ann@example.com", f"192.0.2.{n}")


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (timedelta(seconds=1), (3, 4, 4, 4, 4)),
        (timedelta(seconds=31), (3, 0, 4, 4, 4)),
        (timedelta(days=1, seconds=1), (0, 0, 1, 1, 4)),
        (timedelta(days=30, seconds=1), (0, 0, 0, 1, 0)),
    ],
    ids=str,
)
def test_each_kind_is_cleared_when_it_is_over(
    database: Database, desk: Desk, later: timedelta, left: tuple[int, ...]
) -> None:
    assert counts(database) == (0, 0, 0, 0, 0)
    leave_traces(desk, 3)
    tokens = Tokens(desk, "only for tests, and longer than thirty-two characters")
    bob = tokens.begin(desk.do(BOB, accounts.begin_login, BOB.id))  # he stays
    tokens.ticket(tokens.authenticate(bob.access))
    assert counts(database) == (3, 4, 4, 4, 4)
    pass_time(database, seconds=later.total_seconds())
    purge_expired(desk)
    assert counts(database) == left


def test_much_is_cleared_in_several_transactions_and_not_for_ever(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "BATCH", 2)
    monkeypatch.setattr(purge, "BATCHES", 2)
    leave_traces(desk, 7)
    pass_time(database, days=31)
    assert desk.do(RINGSIDE, purge.clear_ended_logins) == 0, "their tokens and tickets go first"
    purge_expired(desk)
    assert counts(database) == (3, 3, 0, 3, 4)
    purge_expired(desk)
    purge_expired(desk)
    assert counts(database) == (0, 0, 0, 0, 0)
