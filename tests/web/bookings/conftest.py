"""What the tests of bookings' pages share."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.bookings.made import Made, make


@pytest.fixture
def made(site: Flask) -> Made:
    return make(site)
