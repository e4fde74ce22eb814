"""A program that calls the API of a running server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from bookings.models import Viewer
from tests.world.people import PASSWORD, email_of


class Http:
    """Makes calls with one person's token, or with none."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url, self.token = url, token

    def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text.strip() else None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def log_in(self, person: Viewer) -> Http:
        """As the documents' clients do it."""
        status, body = self("POST", "/api/v1/auth/login", {"email": email_of(person), "password": PASSWORD})
        assert status == 200, body
        return Http(self.url, body["data"]["accessToken"])
