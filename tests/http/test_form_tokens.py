"""Every form wants the token of its page, whoever sends it and whatever it is for; but for what mail programs send by themselves."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from bookings.database import Database
from tests import records
from tests.http.test_public import address_of
from tests.web.visits import Visitor
from tests.world.people import ADA


@pytest.mark.parametrize("token", [None, "forged"])
def test_a_form_without_its_token_changes_nothing_and_says_why(
    site: Flask, sqlite: Database, token: str | None
) -> None:
    ada, tried = Visitor(site, ADA), 0
    with records.nothing_changes(sqlite):
        for rule in site.url_map.iter_rules():
            address = re.sub(r"<[^>]*>", "1", address_of(rule))
            if "POST" in (rule.methods or set()) and not address.startswith(("/api/", "/unsubscribe/")):
                refused = ada.send(address, answers=400, token=token)
                assert "nothing was changed" in refused.words, address
                tried += 1
    assert tried > 50
