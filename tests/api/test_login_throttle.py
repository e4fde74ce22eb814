"""Guessing passwords takes longer and longer; whoever knows theirs is never locked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bookings.accounts import login_throttle
from bookings.accounts.login_throttle import FREE_PER_ACCOUNT, LoginThrottled
from bookings.accounts.passwords import hash_password
from bookings.accounts.sign_in import sign_in
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import NotSignedIn
from bookings.models import Login, LoginAttempts, Person
from tests.concurrency import all_at_once
from tests.records import found
from tests.world.clock import pass_time
from tests.world.people import ANN, BOB, email_of

PASSWORD = "Orange-Harbour-7"
HOME, CAFE, ELSEWHERE = "198.51.100.7", "203.0.113.20", "192.0.2.99"


SECOND = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_slow_motion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wait is longer than any test runs: what is a second on the clock is an hour here."""
    for name in ("FIRST_WAIT", "LONGEST_WAIT", "FORGET_AFTER", "KNOWN_FOR"):
        monkeypatch.setattr(login_throttle, name, getattr(login_throttle, name) / timedelta(seconds=1) * SECOND)


@pytest.fixture(autouse=True)
def passwords(database: Database) -> None:
    secret = hash_password(PASSWORD)
    database.write(lambda session: session.execute(update(Person).values(password_hash=secret)) and None)


def trying(
    desk: Desk, password: str = "wrong", *, email: str = email_of(ANN), address: str = ELSEWHERE
) -> Callable[[], object]:
    return lambda: sign_in(desk, email=email, password=password, address=address)


def spellings(email: str) -> list[str]:
    """Other ways to write an address, all of which name the same account."""
    name, _, site = email.partition("@")
    return [
        email.upper(),
        f" {email}\t",
        f"{name}\u200b@{site}",
        f"\u00ad{email}",
        f"{chr(ord(name[0]) + 0xFEE0)}{email[1:]}",
    ]


def guess(desk: Desk, times: int, **how: str) -> list[type[Exception]]:
    kinds = []
    for _ in range(times):
        with pytest.raises((NotSignedIn, LoginThrottled)) as refused:
            trying(desk, **how)()
        kinds.append(refused.type)
    return kinds


def test_the_owner_signs_in_by_any_spelling_of_the_address(desk: Desk) -> None:
    person, _ = sign_in(desk, email=f" {email_of(ANN).upper()} ", password=PASSWORD, address=HOME)
    assert person == ANN.id


def test_ten_guesses_are_looked_at_and_the_next_ones_wait(desk: Desk, database: Database) -> None:
    assert guess(desk, 14) == [NotSignedIn] * FREE_PER_ACCOUNT + [LoginThrottled] * 4
    waits = []
    for _ in range(8):
        with pytest.raises(LoginThrottled) as refused:
            trying(desk)()
        waits.append(round(timedelta(seconds=refused.value.seconds) / SECOND))
        pass_time(database, seconds=refused.value.seconds)
        guess(desk, 1)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_hundred_guesses_at_once_gain_nothing(desk: Desk) -> None:
    outcomes = all_at_once([trying(desk)] * 100)
    assert sum(type(each) is NotSignedIn for each in outcomes) == FREE_PER_ACCOUNT
    assert sum(type(each) is LoginThrottled for each in outcomes) == 100 - FREE_PER_ACCOUNT


def test_while_an_account_waits_even_the_right_password_is_not_looked_at(desk: Desk, database: Database) -> None:
    guess(desk, FREE_PER_ACCOUNT)
    with pytest.raises(LoginThrottled):
        trying(desk, PASSWORD)()
    assert found(database, select(Login)) == []
    pass_time(database, hours=1)
    assert trying(desk, PASSWORD)()


def test_an_unknown_account_gets_the_same_answers(desk: Desk) -> None:
    def answers(email: str) -> list[str]:
        messages = []
        for _ in range(FREE_PER_ACCOUNT + 2):
            with pytest.raises((NotSignedIn, LoginThrottled)) as refused:
                trying(desk, email=email)()
            messages.append(refused.value.message)
        return messages

    assert answers("nobody@canary.example") == answers(email_of(BOB))


def test_strangers_who_guess_elsewhere_do_not_hold_up_somebody_who_is_known_here(desk: Desk) -> None:
    trying(desk, PASSWORD, address=HOME)()
    guess(desk, FREE_PER_ACCOUNT + 3)
    with pytest.raises(LoginThrottled):
        trying(desk, PASSWORD, address=CAFE)()
    assert trying(desk, PASSWORD, address=HOME)()


def test_being_known_here_is_no_way_to_guess_without_end(desk: Desk) -> None:
    trying(desk, PASSWORD, address=HOME)()
    assert guess(desk, FREE_PER_ACCOUNT + 2, address=HOME) == [NotSignedIn] * FREE_PER_ACCOUNT + [LoginThrottled] * 2


def test_one_address_cannot_try_every_account(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "FREE_PER_ADDRESS", 12)
    for number in range(12):
        trying(desk, PASSWORD, email=email_of(BOB))()  # an account of one's own buys no tries for others
        guess(desk, 1, email=f"guest{number}@crowd.example")
    with pytest.raises(LoginThrottled):
        trying(desk, email="another@crowd.example")()
    assert trying(desk, PASSWORD, address=HOME)()


def test_signing_in_over_and_over_is_not_guessing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "FREE_PER_ADDRESS", 3)
    for _ in range(FREE_PER_ACCOUNT + 2):
        assert trying(desk, PASSWORD, address=HOME)()


def test_an_hour_later_the_count_starts_anew(desk: Desk, database: Database) -> None:
    guess(desk, FREE_PER_ACCOUNT + 1)
    pass_time(database, hours=3601)
    assert guess(desk, FREE_PER_ACCOUNT) == [NotSignedIn] * FREE_PER_ACCOUNT


def test_nobody_s_address_is_kept(desk: Desk, database: Database) -> None:
    trying(desk, PASSWORD, address=HOME)()
    rows = found(database, select(LoginAttempts))
    assert len(rows) == 3
    for row in rows:
        assert email_of(ANN) not in row.subject and HOME not in row.subject


def test_with_rate_limits_off_nothing_is_counted(desk: Desk, database: Database) -> None:
    for _ in range(FREE_PER_ACCOUNT + 5):
        with pytest.raises(NotSignedIn):
            sign_in(desk, email=email_of(ANN), password="wrong", address=ELSEWHERE, counted=False)
    assert found(database, select(LoginAttempts)) == []


def test_what_cannot_be_an_account_is_no_match(desk: Desk) -> None:
    for n, (email, password) in enumerate([
        ("a\0b@c.example", "x"), ("\ud800", "x"), ("x" * 100_000, "x"), ("a@b.example", "\ud800"),
        ("a@b.example", "x" * 100_000), ("", ""), ("‮evil@b.example", "x"),
    ]):  # fmt: skip
        with pytest.raises(NotSignedIn, match="do not match"):
            sign_in(desk, email=email, password=password, address=f"203.0.113.{n}")


def test_another_spelling_of_the_address_gives_no_more_tries(desk: Desk) -> None:
    others = spellings(email_of(ANN))
    for spelling in others:
        assert sign_in(desk, email=spelling, password=PASSWORD, address=CAFE)[0] == ANN.id
    assert guess(desk, FREE_PER_ACCOUNT + 1, address=ELSEWHERE)[-1] is LoginThrottled
    for spelling in others:
        assert guess(desk, 1, email=spelling) == [LoginThrottled]
