"""Somebody at a browser without scripts: opens pages and sends their forms with the tokens that stand in them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from flask import Flask
from werkzeug.test import TestResponse

from bookings.accounts import accounts
from bookings.models import Viewer


class Answer:
    """What came back. `text` is the markup, `words` what can be read in it."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.goes_to = response.headers.get("Location", "")
        self.headers = response.headers

    @property
    def words(self) -> str:
        body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", self.text, flags=re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def region(self) -> str:
        """The live part of the page, up to the end of the main part."""
        found = re.search(r'<div id="region".*</main>', self.text, flags=re.S)
        assert found, "the page has no live region"
        return found[0]

    def rows(self) -> list[str]:
        """The ids of the bookings in a list, from top to bottom."""
        return re.findall(r'role="row" id="booking-([^"]+)"', self.text)

    def value_of(self, name: str) -> str | None:
        """What a field of the page contains."""
        found = re.search(rf'<input[^>]*\bname="{name}"[^>]*\bvalue="([^"]*)"', self.text)
        area = re.search(rf'<textarea[^>]*\bname="{name}"[^>]*>\s*(.*?)</textarea>', self.text, flags=re.S)
        return html.unescape((found or area)[1]) if found or area else None  # type: ignore[index]


class Visitor:
    """`htmx` sends as the page's script would: the answer is made of pieces."""

    def __init__(self, site: Flask, person: Viewer | None = None) -> None:
        self.client = site.test_client()
        if person is not None:
            login = site.extensions["ringside"].desk.do(person, accounts.begin_login, person.id)
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = login, True

    def open(self, path: str, status: int = 200) -> Answer:
        answer = Answer(self.client.get(path))
        assert answer.status == status, f"{path}: {answer.status} {answer.words[:300]}"
        return answer

    def send(
        self, path: str, said: Mapping[str, str] | None = None, *, answers: int = 303, htmx: bool = False,
        token: str | None = "", **more: str,
    ) -> Answer:  # fmt: skip
        """Post a form; its token is the one that the page would carry, another one, or none (None)."""
        form = {**(said or {}), **more}
        if token is not None:
            form["csrf_token"] = token or self.token()
        answer = Answer(self.client.post(path, data=form, headers={"HX-Request": "true"} if htmx else {}))
        assert answer.status == answers, f"{path}: {answer.status} {answer.words[:300]}"
        return answer

    def token(self) -> str:
        page = self.client.get("/account")
        if page.status_code != 200:
            page = self.client.get("/login")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
        assert found, "no form with a token"
        return found[1]
