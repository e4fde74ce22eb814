"""Tickets: each opens one socket once, within thirty seconds."""

from __future__ import annotations

import pytest

from bookings.accounts import accounts
from bookings.accounts.tokens import Tokens
from bookings.database import Database
from bookings.errors import NotSignedIn
from tests.accounts.tokens.signed_in import signed_in
from tests.concurrency import all_at_once
from tests.world.clock import pass_time
from tests.world.people import ANN


def test_a_ticket_knows_when_the_token_expires_that_was_shown_for_it(tokens: Tokens) -> None:
    viewer = tokens.authenticate(signed_in(tokens).access)
    assert viewer.until is not None
    assert tokens.redeem(tokens.ticket(viewer)).until == viewer.until


def test_a_ticket_opens_one_socket_once(tokens: Tokens) -> None:
    viewer = tokens.authenticate(signed_in(tokens).access)
    ticket = tokens.ticket(viewer)
    assert tokens.redeem(ticket) == viewer
    with pytest.raises(NotSignedIn, match="Invalid token"):
        tokens.redeem(ticket)


def test_of_many_who_show_one_ticket_at_once_one_gets_in(tokens: Tokens) -> None:
    ticket = tokens.ticket(tokens.authenticate(signed_in(tokens).access))
    outcomes = all_at_once([lambda: tokens.redeem(ticket)] * 8)
    assert sum(not isinstance(each, Exception) for each in outcomes) == 1
    assert all(isinstance(each, NotSignedIn) for each in outcomes if isinstance(each, Exception))


def test_a_ticket_is_good_for_thirty_seconds(tokens: Tokens, database: Database) -> None:
    viewer = tokens.authenticate(signed_in(tokens).access)
    in_time, late = tokens.ticket(viewer), tokens.ticket(viewer)
    pass_time(database, seconds=25)
    assert tokens.redeem(in_time).id == ANN.id
    pass_time(database, seconds=6)
    with pytest.raises(NotSignedIn):
        tokens.redeem(late)


def test_a_ticket_ends_with_its_log_in(tokens: Tokens) -> None:
    viewer = tokens.authenticate(signed_in(tokens).access)
    ticket = tokens.ticket(viewer)
    tokens.desk.do(viewer, accounts.sign_out, viewer.login_id or "")
    with pytest.raises(NotSignedIn):
        tokens.redeem(ticket)
