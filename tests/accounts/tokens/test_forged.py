"""What looks like an access token and is none."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from bookings.accounts.tokens import Tokens
from bookings.errors import NotSignedIn
from tests.accounts.tokens.signed_in import SECRET, signed_in
from tests.world.people import ANN, BOB


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


def test_nonsense_is_no_refresh_token_and_no_ticket(tokens: Tokens) -> None:
    for nonsense in ("", "x", "x" * 1_000_000, "\0", "\ud800", "' OR 1=1 --"):
        for call in (tokens.renew, tokens.redeem):
            with pytest.raises(NotSignedIn, match="Invalid token"):
                call(nonsense)
