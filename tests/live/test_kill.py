"""The server dies between the commit and the push. The row is the event, so nothing is lost."""

from collections.abc import Callable

import pytest

from bookings.desk import book
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, BOB, TESS
from tests.world.places import COURTS, HAMLET

pytestmark = pytest.mark.browser


def test_a_page_that_was_open_through_a_kill_catches_up_by_itself(
    served: Served, window: Callable[..., Window]
) -> None:
    board, seats = window(TESS), window(BOB)
    board.open(present.board())
    seats.open(f"/events/{HAMLET}")
    # Stopped, the server cannot notify of the commit; killed, it never will.
    served.pause()
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    served.desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    served.kill()
    assert board.page.locator(f"#booking-{booking}").count() == 0, "the page cannot know yet"
    served.restart()
    board.page.wait_for_selector(f"#booking-{booking}")
    seats.page.wait_for_selector("#seat-A1 [data-state=booked]")
    board.wait_until_live()
    board.must_equal_a_fresh_load()
    seats.must_equal_a_fresh_load()
