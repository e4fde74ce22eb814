"""Somebody at a browser without scripts: opens pages and sends their forms with the tokens that stand in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from flask import Flask
from werkzeug.test import TestResponse

from bookings.accounts import accounts
from bookings.desk import Desk
from bookings.live import element_ids
from bookings.models import Viewer
from tests.web.markup import Element, parse


class Answer:
    """What came back. `text` is the markup, `words` what can be read in it."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.goes_to = response.headers.get("Location", "")
        self.headers = response.headers

    @cached_property
    def page(self) -> Element:
        return parse(self.text)

    @property
    def words(self) -> str:
        return self.page.words

    def rows(self) -> list[str]:
        """The ids of the bookings in a list, from top to bottom."""
        rows = self.page.all(role="row")
        return [row["id"].removeprefix(element_ids.booking("")) for row in rows if "id" in row]

    def value_of(self, name: str) -> str | None:
        """What a field of the page contains."""
        return self.page.value(name)

    def error_at(self, field: str) -> str:
        return self.page.error(field)


def desk_of(site: Flask) -> Desk:
    """The desk behind a site."""
    desk: Desk = site.extensions["ringside"].desk
    return desk


class Visitor:
    """`htmx` sends as the page's script would: the answer is made of fragments."""

    def __init__(self, site: Flask, person: Viewer | None = None) -> None:
        self.client = site.test_client()
        if person is not None:
            login = desk_of(site).do(person, accounts.begin_login, person.id)
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = login, True

    def open(self, path: str, status: int = 200) -> Answer:
        answer = Answer(self.client.get(path))
        assert answer.status == status, f"{path}: {answer.status} {answer.words[:300]}"
        return answer

    def send(
        self, path: str, fields: Mapping[str, str] | None = None, *, answers: int = 303, htmx: bool = False,
        token: str | None = "", **more: str,
    ) -> Answer:  # fmt: skip
        """Post a form; its token is the one that the page would carry, another one, or none (None)."""
        form = {**(fields or {}), **more}
        if token is not None:
            form["csrf_token"] = token or self.token()
        answer = Answer(self.client.post(path, data=form, headers={"HX-Request": "true"} if htmx else {}))
        assert answer.status == answers, f"{path}: {answer.status} {answer.words[:300]}"
        return answer

    def fill_in(
        self, page: Answer, changes: Mapping[str, str | None] | None = None, *, answers: int = 303, action: str = ""
    ) -> Answer:
        """Send the page's form that is shown (the one with this `action`, wherever; else the only one in its main part) as it was
        drawn, but for these changes; None takes a field out. A redirect is followed."""
        place = page.page if action else page.page.one(id="main")
        forms = [each for each in place.all("form", method="post") if action in ("", each["action"]) and "hidden" not in each]
        assert len(forms) == 1, [each["action"] for each in forms]
        sent = {**forms[0].filled(), **(changes or {})}
        sent = {name: value for name, value in sent.items() if value is not None}
        answer = Answer(self.client.post(forms[0]["action"], data=sent))
        assert answer.status == answers, f"{forms[0]['action']}: {answer.status} {answer.words[:300]}"
        return self.open(answer.goes_to) if answer.status == 303 else answer

    def token(self) -> str:
        page = self.client.get("/account")
        if page.status_code != 200:
            page = self.client.get("/login")
        found = parse(page.get_data(as_text=True)).value("csrf_token")
        assert found, "no form with a token"
        return found


Visit = Callable[..., Visitor]
"""The fixture `visit`: visit(ANN) is Ann at the site."""
