"""What people do with their own accounts by calls: the same as on the page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.states import cancel
from bookings.models import Person
from tests.api.conftest import Program, refused
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, PASSWORD, email_of
from tests.world.places import COURT_1

As = Callable[..., Program]
ACCOUNT = "/api/v1/account"


def test_the_account_is_read_and_changed_and_what_is_wrong_is_named(as_: As) -> None:
    ann = as_(ANN)
    changed = ann.patch(ACCOUNT, {"phone": "+41 44 668 18 00", "dateStyle": "iso", "names": "Rex (pet)\nTim"}).get_json()
    assert (changed["id"], changed["name"], changed["email"]) == (ANN.id, ANN.name, email_of(ANN))
    assert (changed["phone"], changed["dateStyle"]) == ("+41 44 668 18 00", "iso")
    assert changed["names"] == [{"name": "Rex", "kind": "pet"}, {"name": "Tim", "kind": "family"}]
    wrong = ann.patch(ACCOUNT, {"dateStyle": "american", "name": " "})
    assert (wrong.status_code, set(wrong.get_json()["error"]["fields"])) == (422, {"dateStyle", "name"})
    assert ann.get(ACCOUNT).get_json() == changed


def test_a_new_password_ends_all_tokens_and_gives_a_new_pair(app: Flask, as_: As) -> None:
    ann, elsewhere = as_(ANN), as_(ANN)
    assert ann.post(f"{ACCOUNT}/password", {"old": "wrong", "new": "another horse 8"}).status_code == 422
    pair = ann.post(f"{ACCOUNT}/password", {"old": PASSWORD, "new": "another horse 8"}).get_json()["data"]
    assert [each.get(ACCOUNT).status_code for each in (ann, elsewhere)] == [401, 401]
    assert Program(app.test_client(), pair["accessToken"]).get(ACCOUNT).status_code == 200


def test_the_account_is_deleted_with_ones_password_and_without_bookings_to_come(as_: As, served_desk: Desk) -> None:
    booking = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    ann, mine = as_(ANN), {"password": PASSWORD}
    assert [each["id"] for each in ann.get(f"{ACCOUNT}/data").get_json()["bookings"]] == [booking]
    assert ann.post(f"{ACCOUNT}/delete", {"password": "wrong"}).status_code == 422
    assert refused(ann.post(f"{ACCOUNT}/delete", mine)) == (409, "bookings_to_come")
    served_desk.do(ANN, cancel, booking)
    assert ann.post(f"{ACCOUNT}/delete", mine).status_code == 204
    assert ann.get(ACCOUNT).status_code == 401
    with served_desk.database.read() as session:
        assert session.get_one(Person, ANN.id).email is None
    assert as_(ADA).post(f"{ACCOUNT}/delete", mine).status_code == 409, "somebody stays admin"


def test_no_address_is_changed_where_no_mail_is_sent(as_: As) -> None:
    asked = as_(BOB).post(f"{ACCOUNT}/email", {"email": "bob@elsewhere.example", "password": PASSWORD})
    assert (asked.status_code, set(asked.get_json()["error"]["fields"])) == (422, {"email"})
