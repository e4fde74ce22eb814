"""What the tests of bookings in lists share."""

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_court
from tests.world.clock import at
from tests.world.people import ANN
from tests.world.places import COURT_1, MARTA


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"), coach_id=MARTA, note="Left-handed")
