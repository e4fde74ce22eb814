"""The tokens of the test world."""

from __future__ import annotations

import pytest

from bookings.accounts.tokens import Tokens
from bookings.desk import Desk
from tests.accounts.tokens.signed_in import SECRET


@pytest.fixture
def tokens(desk: Desk) -> Tokens:
    return Tokens(desk, SECRET)
