"""The main paths of the browser suite once more, each through nginx: tests of other modules on this folder's `served`."""

from __future__ import annotations

import pytest

from tests.live.test_together import (
    test_no_stranger_receives_a_name_an_address_or_an_id,
    test_signing_out_and_losing_a_right_closes_what_was_open,
    test_what_one_desk_does_everybody_sees_as_much_as_is_theirs,
)
from tests.web.board.test_browser import (
    test_a_court_is_booked_and_moved_with_scripts_off,
    test_a_court_is_booked_by_the_mouse_and_the_colleague_sees_it_flash,
    test_a_customer_asks_for_a_court_and_sees_no_name_ever,
)
from tests.web.seat_map.test_browser import (
    test_a_seat_held_by_one_is_on_hold_for_the_other_at_once,
    test_a_seat_is_booked_by_the_keyboard_alone,
    test_seats_are_found_held_given_back_and_booked_with_scripts_off,
)

pytestmark = pytest.mark.browser

__all__ = [
    "test_a_court_is_booked_and_moved_with_scripts_off",
    "test_a_court_is_booked_by_the_mouse_and_the_colleague_sees_it_flash",
    "test_a_customer_asks_for_a_court_and_sees_no_name_ever",
    "test_a_seat_held_by_one_is_on_hold_for_the_other_at_once",
    "test_a_seat_is_booked_by_the_keyboard_alone",
    "test_no_stranger_receives_a_name_an_address_or_an_id",
    "test_seats_are_found_held_given_back_and_booked_with_scripts_off",
    "test_signing_out_and_losing_a_right_closes_what_was_open",
    "test_what_one_desk_does_everybody_sees_as_much_as_is_theirs",
]
