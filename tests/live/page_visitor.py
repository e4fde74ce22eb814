"""A browser without its scripts, at a running server: loads pages and opens their sockets."""

from __future__ import annotations

import re
from copy import copy

import requests

from bookings.models import Viewer
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket
from tests.world.people import PASSWORD, email_of

PAGES_OPEN = r'^ringside_connections\{kind="page"\}'


class PageVisitor:
    """Signs in; `load` gets a page, `follow` opens the socket of one."""

    def __init__(self, served: Served, person: Viewer) -> None:
        self._served, self._session = served, requests.Session()
        token = self._field(self._session.get(f"{served.url}/login").text)
        form = {"csrf_token": token, "email": email_of(person), "password": PASSWORD}
        answer = self._session.post(f"{served.url}/login", data=form, headers={"Origin": served.url})
        assert answer.status_code == 200

    def elsewhere(self, served: Served) -> PageVisitor:
        """The same person with the same cookie at another server."""
        other = copy(self)
        other._served = served
        return other

    def load(self, path: str) -> str:
        return self._session.get(self._served.url + path).text

    def follow(self, page: str) -> RawSocket:
        versions = re.findall(r'class="version" id="[^"]+" value="([^"]+)"', page)
        assert versions
        cookie = "; ".join(f"{name}={value}" for name, value in self._session.cookies.items())
        headers = f"Origin: http://127.0.0.1\r\nCookie: {cookie}\r\n"
        return RawSocket(self._served.port, "/live?" + "&".join(f"follow={each}" for each in versions), headers=headers)

    def wait_until_alone(self) -> None:
        while not re.search(PAGES_OPEN + r" 0\.0$", figures := self.load("/metrics"), re.MULTILINE):
            assert re.search(PAGES_OPEN, figures, re.MULTILINE), figures

    @staticmethod
    def _field(page: str) -> str:
        return page.split('name="csrf_token" value="')[1].split('"')[0]
