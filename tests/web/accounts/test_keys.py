"""The keys that sign sessions and forms: changed without signing anybody out, and cookies that no neighbour can plant."""

from __future__ import annotations

import pytest
from flask import Flask
from pydantic import ValidationError

from app import create_app
from bookings.database import Database
from bookings.settings import Settings
from tests.web.visits import Visitor
from tests.world.people import ANN

FORMER, NEW, OTHER = (f"the {name} key of this server and long enough" for name in ("former", "new", "other"))


def site(database: Database, key: str, *former: str, **more: object) -> Flask:
    settings = Settings(
        database_url=database.url,
        secret_key=key,
        secret_key_fallbacks=",".join(former),
        **more,  # type: ignore[arg-type]
    )
    return create_app(settings)


def moved(visitor: Visitor, to: Flask) -> Visitor:
    """The same browser, when the server has come back with other settings."""
    client = to.test_client()
    for name in ("ringside", "__Host-ringside"):
        cookie = visitor.client.get_cookie(name)
        if cookie:
            client.set_cookie(name, cookie.value)
    visitor.client = client
    return visitor


def test_cookies_and_forms_from_before_a_change_of_keys_go_on(sqlite: Database) -> None:
    ann = Visitor(site(sqlite, FORMER), ANN)
    with ann.client.session_transaction() as session:
        session.permanent = True  # as signing in makes it
    form = ann.token()
    moved(ann, site(sqlite, NEW, OTHER, FORMER))
    ann.open("/account")  # which signs the cookie anew
    ann.send("/account/password", answers=422, token=form, old="wrong", new="also wrong 8")
    moved(ann, site(sqlite, NEW)).open("/account")
    assert "Load the page again" in ann.send("/logout", answers=400, token=form).words


def test_a_key_that_was_taken_away_opens_nothing(sqlite: Database) -> None:
    ann = moved(Visitor(site(sqlite, FORMER), ANN), site(sqlite, NEW, OTHER))
    assert ann.open("/account", 302).goes_to.startswith("/login")


@pytest.mark.parametrize("weak", ["changeme", "x" * 31])
def test_no_program_starts_with_a_key_that_can_be_guessed(weak: str) -> None:
    with pytest.raises(ValidationError, match="SECRET_KEY must be set"):
        Settings(secret_key=weak)
    with pytest.raises(ValidationError, match="JWT_SECRET must have"):
        Settings(secret_key=NEW, jwt_secret=weak)


def test_former_keys_are_as_long_as_keys_are() -> None:
    for name in ("secret_key_fallbacks", "jwt_secret_fallbacks"):
        with pytest.raises(ValidationError, match="former keys"):
            Settings(secret_key=NEW, **{name: f"{OTHER}, short"})  # type: ignore[arg-type]


def test_access_tokens_follow_the_sessions_keys_unless_they_have_their_own() -> None:
    shared = Settings(secret_key=NEW, secret_key_fallbacks=f"{OTHER} ,{FORMER}")
    assert (shared.jwt_secret, shared.former_jwt_secrets) == (NEW, [OTHER, FORMER])
    own = Settings(secret_key=NEW, secret_key_fallbacks=OTHER, jwt_secret=FORMER)
    assert (own.jwt_secret, own.former_jwt_secrets) == (FORMER, [])


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-ringside"), (False, "ringside")])
def test_behind_tls_the_cookie_is_this_hosts_alone(sqlite: Database, secure: bool, name: str) -> None:
    cookie = site(sqlite, NEW, secure_cookies=secure).test_client().get("/login").headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=") and "Path=/" in cookie and "Domain" not in cookie
    assert ("Secure" in cookie) is secure
