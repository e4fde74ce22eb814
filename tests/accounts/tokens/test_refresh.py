"""Refresh tokens: each gives one new pair, and one that was stolen ends its log-in."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from bookings.accounts.tokens import IssuedTokens, Tokens
from bookings.database import Database
from bookings.errors import NotSignedIn
from bookings.models import RefreshToken
from tests.accounts.tokens.signed_in import SECRET, ended_logins, signed_in
from tests.concurrency import all_at_once
from tests.records import found
from tests.world.clock import pass_time
from tests.world.people import ANN


def test_a_refresh_token_gives_one_new_pair(tokens: Tokens) -> None:
    first = signed_in(tokens)
    second = tokens.renew(first.refresh)
    assert second.refresh != first.refresh
    assert tokens.authenticate(second.access).id == ANN.id
    assert tokens.renew(second.refresh).viewer.login_id == first.viewer.login_id


def test_a_refresh_token_that_comes_again_at_once_gives_the_same_pair(tokens: Tokens, database: Database) -> None:
    """The answer was lost on the way, or two tabs renewed together."""
    first = signed_in(tokens)
    second = tokens.renew(first.refresh)
    pass_time(database, seconds=9)
    again = tokens.renew(first.refresh)
    assert (again.refresh, again.access) == (second.refresh, second.access)
    third = tokens.renew(second.refresh)
    assert third.refresh not in (first.refresh, second.refresh)
    assert tokens.renew(first.refresh).refresh == second.refresh
    assert tokens.authenticate(third.access).id == ANN.id
    assert ended_logins(database) == []


def test_also_when_the_keys_were_changed_in_between(tokens: Tokens) -> None:
    first = signed_in(tokens)
    second = tokens.renew(first.refresh)
    changed = Tokens(tokens.desk, "another secret of more than thirty-two characters", (SECRET,))
    assert changed.renew(first.refresh).refresh == second.refresh


def test_a_refresh_token_that_comes_again_later_ends_its_log_in_and_no_other(
    tokens: Tokens, database: Database
) -> None:
    stolen, other = signed_in(tokens), signed_in(tokens)
    renewed = tokens.renew(stolen.refresh)
    pass_time(database, seconds=11)
    with pytest.raises(NotSignedIn, match="Invalid token"):
        tokens.renew(stolen.refresh)
    for call in (lambda: tokens.authenticate(renewed.access), lambda: tokens.renew(renewed.refresh)):
        with pytest.raises(NotSignedIn):
            call()
    assert tokens.authenticate(other.access).id == ANN.id
    assert ended_logins(database) == [[stolen.viewer.login_id]]


def test_a_token_whose_successor_is_not_known_any_more_ends_its_log_in_at_once(
    tokens: Tokens, database: Database
) -> None:
    """It was spent by a version of the program whose tokens followed each other at random."""
    first = signed_in(tokens)
    tokens.renew(first.refresh)
    database.write(lambda session: session.execute(delete(RefreshToken).where(RefreshToken.spent_at.is_(None))))
    with pytest.raises(NotSignedIn):
        tokens.renew(first.refresh)
    assert ended_logins(database) == [[first.viewer.login_id]]


def test_all_who_renew_with_one_token_at_once_get_the_same_pair(tokens: Tokens, database: Database) -> None:
    first = signed_in(tokens)
    pairs = all_at_once([lambda: tokens.renew(first.refresh)] * 8)
    assert len({(each.access, each.refresh) for each in pairs if isinstance(each, IssuedTokens)}) == 1
    assert all(isinstance(each, IssuedTokens) for each in pairs), pairs
    assert len(found(database, select(RefreshToken))) == 2


def test_a_refresh_token_ends_after_thirty_days(tokens: Tokens, database: Database) -> None:
    pair = signed_in(tokens)
    pass_time(database, days=30)
    with pytest.raises(NotSignedIn):
        tokens.renew(pair.refresh)
