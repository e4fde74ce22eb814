"""The calls for the conversation about a booking."""

from __future__ import annotations

from collections.abc import Callable

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Viewer
from tests.api.conftest import Program
from tests.world.clock import at
from tests.world.people import ANN, SAM, canaries
from tests.world.places import COURT_1

As = Callable[[Viewer], Program]


def test_the_two_sides_write_read_and_mark_what_they_have_read(served_desk: Desk, as_: As) -> None:
    booking = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    ann, sam, path = as_(ANN), as_(SAM), f"/api/v1/bookings/{booking}/messages"
    sent = [sam("POST", path, {"text": text}) for text in ("Hello", "Bring shoes")]
    assert [each.status_code for each in sent] == [201, 201]
    listed = ann.get(path).get_json()
    assert (listed["unreadCount"], listed["next"]) == (2, None)
    first = listed["items"][0]
    assert first == {
        "id": sent[0].get_json()["id"], "bookingId": booking, "sender": "venue", "by": "Seehof Tennis", "text": "Hello",
        "createdAt": first["createdAt"], "readAt": None,
    }  # fmt: skip
    assert not any(canary in str(listed) for canary in canaries(SAM))
    newest = ann.get(f"{path}?limit=1").get_json()
    assert ann.get(f"{path}?limit=1&before={newest['next']}").get_json()["items"] == [first]
    assert ann("POST", f"{path}/read").status_code == 204
    assert ann.get(path).get_json()["unreadCount"] == 0
    assert all(each["readAt"] for each in sam.get(path).get_json()["items"])
    again = [ann("POST", path, {"text": "Thanks"}, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert again[0].text == again[1].text and len(sam.get(path).get_json()["items"]) == 3


def test_what_is_no_message_is_refused_in_its_field(served_desk: Desk, as_: As) -> None:
    booking = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    ann, path = as_(ANN), f"/api/v1/bookings/{booking}/messages"
    for wrong in ("", " \n ", "x" * 2001, "x" * 100_000, 7, None, ["a"], "a\x00"):
        answer = ann("POST", path, {"text": wrong})
        assert answer.status_code == 422 and "text" in answer.get_json()["error"]["fields"], wrong
    for query in ("before=x", "before=0", "limit=0", f"before={2**60}"):
        assert ann.get(f"{path}?{query}").status_code == 422
    assert ann.get(path).get_json() == {"items": [], "unreadCount": 0, "next": None}
