"""Access tokens, refresh tokens and tickets: what authenticates, and everything that does not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import delete, select

from bookings.accounts import accounts
from bookings.accounts.tokens import IssuedTokens, Tokens
from bookings.administration.people.rights import change_rights
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import NotSignedIn
from bookings.models import ChangeKind, Login, RefreshToken, Role, Ticket
from bookings.rules import topics
from tests.concurrency import all_at_once
from tests.records import found
from tests.world.clock import pass_time
from tests.world.people import ADA, ANN, BOB, SAM
from tests.world.places import CLUB

SECRET = "a secret of more than thirty-two characters"


@pytest.fixture
def tokens(desk: Desk) -> Tokens:
    return Tokens(desk, SECRET)


def signed_in(tokens: Tokens, person_id: str = ANN.id) -> IssuedTokens:
    return tokens.begin(tokens.desk.do(ANN, accounts.begin_login, person_id))


def test_a_token_says_who_shows_it_with_their_venues(tokens: Tokens) -> None:
    pair = signed_in(tokens, SAM.id)
    viewer = tokens.authenticate(pair.access)
    assert (viewer.id, viewer.role, viewer.venues) == (SAM.id, Role.STAFF, SAM.venues)
    assert pair.seconds == 900
    claims = jwt.decode(pair.access, SECRET, algorithms=["HS256"], issuer="ringside", audience="ringside")
    assert {"sub", "role", "jti", "iat", "exp", "iss", "aud"} <= set(claims)
    assert claims["exp"] - claims["iat"] == 900


def test_no_token_is_another_answer_than_a_bad_one(tokens: Tokens) -> None:
    for nothing in (None, ""):
        with pytest.raises(NotSignedIn, match="Authentication required"):
            tokens.authenticate(nothing)


def forged(
    tokens: Tokens,
    *,
    key: str = SECRET,
    algorithm: str = "HS256",
    headers: dict[str, Any] | None = None,
    **changed: Any,
) -> str:
    """A token like ours, but for what is changed; a claim that is None is left out."""
    claims = jwt.decode(signed_in(tokens).access, SECRET, algorithms=["HS256"], audience="ringside") | changed
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers=headers)


def unsigned(tokens: Tokens, algorithm: str) -> str:
    header, payload, _ = signed_in(tokens).access.split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return f"{header}.{payload}."


PAST, FUTURE = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)
BAD: dict[str, Callable[[Tokens], str]] = {
    "another key": lambda tokens: forged(tokens, key=SECRET[::-1]),
    "a guessed key": lambda tokens: forged(tokens, key="x" * 32),
    "another HMAC": lambda tokens: forged(tokens, key=SECRET * 2, algorithm="HS384"),
    "none": lambda tokens: unsigned(tokens, "none"),
    "None": lambda tokens: unsigned(tokens, "None"),
    "nOnE": lambda tokens: unsigned(tokens, "nOnE"),
    "RS256 without a key": lambda tokens: unsigned(tokens, "RS256"),
    "kid as a path": lambda tokens: forged(tokens, key="x" * 32, headers={"kid": "/dev/null"}),
    "kid as a query": lambda tokens: forged(tokens, key="x" * 32, headers={"kid": "' UNION SELECT 'x"}),
    "jku": lambda tokens: forged(tokens, key="x" * 32, headers={"jku": "http://127.0.0.1:1/keys.json"}),
    "jwk": lambda tokens: forged(tokens, key="x" * 32, headers={"jwk": {"kty": "oct", "k": "eHh4"}}),
    "crit": lambda tokens: forged(tokens, headers={"crit": ["unheard-of"], "unheard-of": True}),
    "expired": lambda tokens: forged(tokens, exp=PAST),
    "not yet": lambda tokens: forged(tokens, nbf=FUTURE),
    "issued tomorrow": lambda tokens: forged(tokens, iat=FUTURE),
    "another issuer": lambda tokens: forged(tokens, iss="elsewhere"),
    "another audience": lambda tokens: forged(tokens, aud="elsewhere"),
    "no audience": lambda tokens: forged(tokens, aud=None),
    "another type": lambda tokens: forged(tokens, typ="refresh"),
    "another person": lambda tokens: forged(tokens, sub=BOB.id),
    "no log-in": lambda tokens: forged(tokens, sid=None),
    "no such log-in": lambda tokens: forged(tokens, sid="nobody"),
    "no end": lambda tokens: forged(tokens, exp=None),
    "no id": lambda tokens: forged(tokens, jti=None),
    "a refresh token": lambda tokens: signed_in(tokens).refresh,
    "a ticket": lambda tokens: tokens.ticket(tokens.authenticate(signed_in(tokens).access)),
    "half of one": lambda tokens: signed_in(tokens).access[:100],
    "one dot more": lambda tokens: signed_in(tokens).access + ".",
    "a megabyte": lambda tokens: "e" * 1_000_000,
    "a megabyte, well signed": lambda tokens: forged(tokens, filler="e" * 1_000_000),
    "nesting": lambda tokens: "." + base64.urlsafe_b64encode(b"[" * 2500).decode() + ".",
    "no ASCII": lambda tokens: "ключ.ключ.ключ",
    "half a character": lambda tokens: "\ud800.\ud800.\ud800",
    "blanks": lambda tokens: "  ",
}


def test_what_we_did_not_sign_for_this_is_an_invalid_token(tokens: Tokens) -> None:
    assert tokens.authenticate(forged(tokens)).id == ANN.id  # like ours with nothing changed
    taken = []
    for trick, make in BAD.items():
        bad = make(tokens)
        try:
            tokens.authenticate(bad)
        except NotSignedIn as refused:
            assert refused.message == "Invalid token", trick
            assert bad[:40] not in repr(refused) + repr(refused.__cause__), trick
        else:
            taken.append(trick)
    assert taken == []


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


def test_a_ticket_knows_when_the_token_expires_that_was_shown_for_it(tokens: Tokens) -> None:
    viewer = tokens.authenticate(signed_in(tokens).access)
    assert viewer.until is not None
    assert tokens.redeem(tokens.ticket(viewer)).until == viewer.until


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
    assert _ended_logins(database) == [[viewer.login_id]]


def test_losing_a_role_ends_the_token(tokens: Tokens) -> None:
    pair = signed_in(tokens, SAM.id)
    assert tokens.authenticate(pair.access).works_at(CLUB)
    tokens.desk.do(ADA, change_rights, SAM.id, Role.CUSTOMER)
    with pytest.raises(NotSignedIn):
        tokens.authenticate(pair.access)


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
    assert _ended_logins(database) == []


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
    assert _ended_logins(database) == [[stolen.viewer.login_id]]


def test_a_token_whose_successor_is_not_known_any_more_ends_its_log_in_at_once(
    tokens: Tokens, database: Database
) -> None:
    """It was spent by a version of the program whose tokens followed each other at random."""
    first = signed_in(tokens)
    tokens.renew(first.refresh)
    database.write(lambda session: session.execute(delete(RefreshToken).where(RefreshToken.spent_at.is_(None))))
    with pytest.raises(NotSignedIn):
        tokens.renew(first.refresh)
    assert _ended_logins(database) == [[first.viewer.login_id]]


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


def test_nonsense_is_no_refresh_token_and_no_ticket(tokens: Tokens) -> None:
    for nonsense in ("", "x", "x" * 1_000_000, "\0", "\ud800", "' OR 1=1 --"):
        for call in (tokens.renew, tokens.redeem):
            with pytest.raises(NotSignedIn, match="Invalid token"):
                call(nonsense)


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


def _ended_logins(database: Database) -> list[list[str]]:
    with database.read() as session:
        changes = changes_after(session, topics.user(ANN.id), 0) or []
    return [change.detail["logins"] for change in changes if change.kind == ChangeKind.SIGNED_OUT]
