"""The conversation about a booking over Socket.IO: live in its room for both sides, replayed, and in no other room."""

from __future__ import annotations

from bookings.desk import book
from bookings.desk.customers.conversation import mark_read, send_message
from tests.gateways.conftest import Connect
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, BOB, SAM, TESS, canaries
from tests.world.places import COURTS

NAMES = ("newMessage", "messagesRead")


def test_messages_reach_the_bookings_room_and_no_other(served: Served, connect: Connect) -> None:
    booking = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    ann, sam, tess, bob = connect(ANN), connect(SAM), connect(TESS), connect(BOB)
    for client in (ann, sam):
        version = client.ask("joinBookingRoom", booking)["version"]
    served.desk.do(SAM, send_message, booking, "Shoes for <b>clay</b>")
    sent = ann.event("newMessage")
    assert (sent["bookingId"], sent["sender"], sent["by"], sent["text"]) == (booking, "venue", "Seehof Tennis", "Shoes for <b>clay</b>")
    assert sent["topic"] == f"booking:{booking}" and sent["version"] == version + 1
    assert not any(canary in str(sent) for canary in canaries(SAM))
    served.desk.do(ANN, mark_read, booking)
    read = sam.event("messagesRead")
    assert (read["sender"], read["version"]) == ("venue", version + 2)
    assert tess.ask("subscribe", {"rooms": [f"booking:{booking}"], "offset": {f"booking:{booking}": version}})["ok"]
    assert [name for name, _ in tess.events(*NAMES)] == [*NAMES], "who comes back gets what they missed"
    bob.ask("register")
    assert [name for name, _ in ann.events() if name == "booking:updated"] == [] == bob.events(*NAMES)
