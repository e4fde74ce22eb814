"""One's status for the colleagues: of who works somewhere, in one of three words, as long as one is online."""

from __future__ import annotations

import pytest

from bookings.models import Viewer
from tests.web.visits import Visit
from tests.world.people import ADA, ANN, SAM


@pytest.mark.parametrize(
    ("who", "status", "answers", "says"),
    [
        (SAM, "busy", 409, "You are not online here"),
        (SAM, "asleep", 422, "available, busy, away"),
        (SAM, "", 422, "available, busy, away"),
        (ANN, "busy", 403, "Only those who work at a venue"),
        (ADA, "busy", 403, "Only those who work at a venue"),
    ],
)
def test_what_cannot_be_chosen_is_answered_in_words(visit: Visit, who: Viewer, status: str, answers: int, says: str) -> None:
    for htmx in (False, True):
        assert says in visit(who).send("/status", {"status": status}, htmx=htmx, answers=answers).words
