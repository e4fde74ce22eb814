"""Access tokens: who shows one, how long it counts, and what ends it."""

from __future__ import annotations

from dataclasses import replace

import jwt
import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.accounts.tokens import Tokens
from bookings.administration.people.rights import change_rights
from bookings.database import Database
from bookings.errors import NotSignedIn
from bookings.models import Login, RefreshToken, Role, Ticket
from tests.accounts.tokens.signed_in import SECRET, ended_logins, signed_in
from tests.world.people import ADA, ANN, BOB, SAM
from tests.world.places import CLUB


def test_a_token_says_who_shows_it_with_their_venues(tokens: Tokens) -> None:
    pair = signed_in(tokens, SAM.id)
    viewer = tokens.authenticate(pair.access)
    assert (viewer.id, viewer.role, viewer.venues) == (SAM.id, Role.STAFF, SAM.venues)
    assert pair.seconds == 900
    claims = jwt.decode(pair.access, SECRET, algorithms=["HS256"], issuer="ringside", audience="ringside")
    assert {"sub", "role", "jti", "iat", "exp", "iss", "aud"} <= set(claims)
    assert claims["exp"] - claims["iat"] == 900


def test_keys_are_changed_without_signing_anybody_out(tokens: Tokens) -> None:
    new = "another secret of more than thirty-two characters"
    before, during, after = tokens, Tokens(tokens.desk, new, (SECRET,)), Tokens(tokens.desk, new)
    old, fresh = signed_in(before), signed_in(during)
    assert during.authenticate(old.access).id == during.authenticate(fresh.access).id == ANN.id
    assert jwt.decode(fresh.access, new, algorithms=["HS256"], audience="ringside")["sub"] == ANN.id
    assert after.authenticate(fresh.access).id == ANN.id
    assert after.renew(old.refresh).viewer.id == ANN.id  # which no key has signed
    with pytest.raises(NotSignedIn, match="Invalid token"):
        after.authenticate(old.access)


def test_only_a_token_of_the_same_person_is_a_fresh_one(tokens: Tokens) -> None:
    ann = tokens.authenticate(signed_in(tokens).access)
    again = tokens.fresh(signed_in(tokens).access, ann)
    assert again == replace(ann, login_id=again.login_id) != ann
    for token, words in ((signed_in(tokens, BOB.id).access, "another person"), ("x", "Invalid token")):
        with pytest.raises(NotSignedIn, match=words):
            tokens.fresh(token, ann)


def test_signing_out_ends_the_token_and_is_a_change_for_the_sockets(tokens: Tokens, database: Database) -> None:
    pair = signed_in(tokens)
    viewer = tokens.authenticate(pair.access)
    tokens.desk.do(viewer, accounts.sign_out, viewer.login_id or "")
    for call in (lambda: tokens.authenticate(pair.access), lambda: tokens.renew(pair.refresh)):
        with pytest.raises(NotSignedIn, match="Invalid token"):
            call()
    assert ended_logins(database) == [[viewer.login_id]]


def test_losing_a_role_ends_the_token(tokens: Tokens) -> None:
    pair = signed_in(tokens, SAM.id)
    assert tokens.authenticate(pair.access).works_at(CLUB)
    tokens.desk.do(ADA, change_rights, SAM.id, Role.CUSTOMER)
    with pytest.raises(NotSignedIn):
        tokens.authenticate(pair.access)


def test_nothing_that_authenticates_is_stored(tokens: Tokens, database: Database) -> None:
    pair = signed_in(tokens)
    ticket = tokens.ticket(tokens.authenticate(pair.access))
    with database.read() as session:
        kept = [str(vars(row)) for table in (RefreshToken, Ticket, Login) for row in session.scalars(select(table))]
    assert len(kept) == 3
    for secret in (pair.access, pair.refresh, ticket):
        assert not any(secret in row for row in kept)
        assert secret not in repr(pair) + repr(tokens)
    assert SECRET not in repr(tokens)
