"""Signing up, in and out, and what people may do."""

from functools import partial

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.administration.people.rights import change_rights
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from bookings.models import Login, Person, Role, Staff, Viewer
from bookings.reading.people.viewers import read_viewer
from bookings.rules import topics
from bookings.rules.violation import RuleViolation
from tests import records
from tests.concurrency import all_at_once
from tests.world.people import ADA, ANN, BOB, SAM, email_of
from tests.world.places import CLUB, THEATRE, id_of

PASSWORD = "correct horse battery"
DORA = {"email": "dora@example.com", "password": PASSWORD, "name": "Dora Dove"}


def viewer(database: Database, login: str) -> Viewer | None:
    with database.read() as session:
        return read_viewer(session, login)


def signed_in(database: Database, desk: Desk) -> Viewer:
    """Dora with an account of her own, at one browser."""
    accounts.sign_up(desk, **DORA)
    _, login = accounts.sign_in(desk, email=DORA["email"], password=PASSWORD)
    dora = viewer(database, login)
    assert dora is not None
    return dora


def test_whoever_signs_up_is_a_customer_and_can_sign_in(database: Database, desk: Desk) -> None:
    dora = accounts.sign_up(desk, email=" Dora@Example.com ", password=PASSWORD, name=" Dora  Dove ")
    row = records.person(database, dora)
    assert (row.email, row.name, row.role) == ("dora@example.com", "Dora Dove", "customer")
    assert row.password_hash and PASSWORD not in row.password_hash and row.password_hash.startswith("$argon2id$")
    person, login = accounts.sign_in(desk, email="DORA@example.com ", password=PASSWORD)
    assert person == dora
    assert viewer(database, login) == Viewer(dora, "Dora Dove", "customer", frozenset(), login)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(database: Database, desk: Desk) -> None:
    accounts.sign_up(desk, **DORA)
    answers = set()
    tries = (
        (DORA["email"], "wrong"), (DORA["email"], ""), ("nobody@example.com", PASSWORD), (email_of(ANN), PASSWORD), ("", ""),
        ("\x00", PASSWORD), (DORA["email"], "\ud800"), (DORA["email"], "x" * 100_000),
    )  # fmt: skip
    for email, password in tries:
        with records.nothing_changes(database), pytest.raises((NotSignedIn, Invalid)) as refused:
            accounts.sign_in(desk, email=email, password=password)
        answers.add(refused.value.message)
    assert answers == {"Email and password do not match."}


COMPOSED, DECOMPOSED = "Gr\u00fcner See 42", "Gru\u0308ner\u00a0See 42"


@pytest.mark.parametrize(("chosen", "typed"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
def test_a_password_is_the_same_however_a_keyboard_composes_it(desk: Desk, chosen: str, typed: str) -> None:
    dora = accounts.sign_up(desk, **{**DORA, "password": chosen})
    assert accounts.sign_in(desk, email=DORA["email"], password=typed)[0] == dora
    with pytest.raises(NotSignedIn):
        accounts.sign_in(desk, email=DORA["email"], password="Gruner See 42")


@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED])
def test_a_hash_from_before_passwords_had_one_form_still_counts_and_is_made_anew(
    database: Database, desk: Desk, typed: str
) -> None:
    dora = accounts.sign_up(desk, **DORA)
    as_it_came = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("Gru\u0308ner See 42")
    database.write(lambda session: setattr(session.get_one(Person, dora), "password_hash", as_it_came))
    for password in (typed, COMPOSED, DECOMPOSED):
        assert accounts.sign_in(desk, email=DORA["email"], password=password)[0] == dora
    assert records.person(database, dora).password_hash != as_it_came


def test_an_address_has_one_account(database: Database, desk: Desk) -> None:
    tries = all_at_once([partial(accounts.sign_up, desk, **DORA) for _ in range(6)])
    assert len([each for each in tries if isinstance(each, str)]) == 1
    refused = [each for each in tries if not isinstance(each, str)]
    assert {(type(each), each.code, tuple(each.fields)) for each in refused} == {(Invalid, "email_taken", ("email",))}


def test_an_address_that_the_desk_wrote_down_is_not_taken_over(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="ask at its desk"):
        accounts.sign_up(desk, email=email_of(ANN), password=PASSWORD, name="Not Ann")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "dora"), ("password", "short"), ("password", "password123"), ("name", ""), ("name", "x" * 10_000)],
)
def test_each_field_is_refused_by_itself(database: Database, desk: Desk, field: str, value: str) -> None:
    with records.nothing_changes(database), pytest.raises(RuleViolation) as refused:
        accounts.sign_up(desk, **{**DORA, field: value})
    assert refused.value.field == field


def test_signing_out_ends_this_log_in_and_says_which(database: Database, desk: Desk) -> None:
    dora = signed_in(database, desk)
    _, other = accounts.sign_in(desk, email=DORA["email"], password=PASSWORD)
    assert dora.login_id is not None
    desk.do(dora, accounts.sign_out, dora.login_id)
    assert viewer(database, dora.login_id) is None
    assert viewer(database, other) is not None
    (step,) = records.steps(database, topics.user(dora.id))
    assert (step.kind, step.detail) == ("SignedOut", {"logins": [dora.login_id]})
    with records.nothing_changes(database):
        desk.do(dora, accounts.sign_out, dora.login_id)


def test_nobody_signs_somebody_else_out(database: Database, desk: Desk) -> None:
    dora = signed_in(database, desk)
    with records.nothing_changes(database):
        desk.do(BOB, accounts.sign_out, dora.login_id)
        desk.do(BOB, accounts.sign_out, id_of("no log-in"))


def test_a_new_password_ends_the_other_log_ins(database: Database, desk: Desk) -> None:
    dora = signed_in(database, desk)
    others = {accounts.sign_in(desk, email=DORA["email"], password=PASSWORD)[1] for _ in range(2)}
    with records.nothing_changes(database), pytest.raises(Invalid) as refused:
        accounts.change_password(desk, dora, old="wrong", new="another horse")
    assert set(refused.value.fields) == {"old"}
    accounts.change_password(desk, dora, old=PASSWORD, new="another horse")
    (step,) = records.steps(database, topics.user(dora.id))
    assert step.kind == "SignedOut" and set(step.detail["logins"]) == others
    assert dora.login_id and viewer(database, dora.login_id) is not None
    with pytest.raises(NotSignedIn):
        accounts.sign_in(desk, email=DORA["email"], password=PASSWORD)
    assert accounts.sign_in(desk, email=DORA["email"], password="another horse")


def test_new_rights_end_every_log_in_and_hold_from_the_next(database: Database, desk: Desk) -> None:
    dora = signed_in(database, desk)
    desk.do(ADA, change_rights, dora.id, Role.STAFF, {CLUB: "desk", THEATRE: "manager"})
    assert dora.login_id and viewer(database, dora.login_id) is None
    steps = records.steps(database, topics.user(dora.id))
    assert [step.kind for step in steps] == ["SignedOut", "RightsChanged"]
    assert steps[0].detail == {"logins": [dora.login_id]}
    _, login = accounts.sign_in(desk, email=DORA["email"], password=PASSWORD)
    staff = viewer(database, login)
    assert staff is not None and staff.works_at(CLUB) and staff.venues == {CLUB, THEATRE}
    desk.do(ADA, change_rights, dora.id, Role.CUSTOMER)
    assert records.found(database, select(Staff).where(Staff.person_id == dora.id)) == []
    assert records.found(database, select(Login).where(Login.person_id == dora.id, Login.ended_at.is_(None))) == []


def test_only_an_admin_changes_rights_and_only_to_what_exists(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for who in (ANN, SAM):
            with pytest.raises(NotAllowed):
                desk.do(who, change_rights, ANN.id, Role.ADMIN)
        with pytest.raises(NotFound, match="no such person"):
            desk.do(ADA, change_rights, id_of("nobody"), Role.ADMIN)
        with pytest.raises(NotFound, match="no such venue"):
            desk.do(ADA, change_rights, ANN.id, Role.STAFF, {CLUB: "desk", id_of("no venue"): "desk"})
