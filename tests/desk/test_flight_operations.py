"""What the airline's desk changes of a flight: its status, gate and times, by rules, with a line in the log, for all who are booked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.cancel import cancel_event
from bookings.desk import Desk, book
from bookings.desk.events.flight_status import operate_flight
from bookings.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound
from bookings.models import ChangeKind, Flight, LogEntry
from bookings.rules import topics
from tests.records import kinds, nothing_changes
from tests.world.clock import NEXT_DAY, at
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, MAX, NORA, SAM
from tests.world.places import AIRLINE, FLIGHT, RS_101

PAIRS = tuple[str | None, str | None]


def flight(desk: Desk) -> Flight:
    with desk.database.read() as session:
        return session.get_one(Flight, RS_101)


def last_line(desk: Desk) -> dict[str, PAIRS]:
    with desk.database.read() as session:
        line = session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()
        assert (line.noun_id, line.by_id) == (RS_101, SAM.id)
        return {each["field"]: (each["before"], each["after"]) for each in line.values}


def test_the_desk_delays_a_flight_and_all_who_are_booked_hear_it_once(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"])
    desk.do(
        SAM, operate_flight, RS_101, {"status": "delayed", "gate": "a74", "estimated_departure": "2026-03-04T08:00"}
    )
    found = flight(desk)
    assert (found.status, found.gate, found.estimated_departure) == ("DELAYED", "A74", at("08:00", NEXT_DAY))
    assert found.estimated_arrival == at("10:30", NEXT_DAY), "it goes along"
    assert last_line(desk) == {
        "Status": ("scheduled", "delayed"), "Gate": (None, "A74"),
        "Expected to leave": (None, "Wednesday 4 March 2026, 08:00"), "Expected to land": (None, "Wednesday 4 March 2026, 10:30"),
    }  # fmt: skip
    for topic in (topics.booking(booking), topics.user(ANN.id), topics.event(FLIGHT), topics.flights(AIRLINE)):
        assert kinds(desk.database, topic).count(ChangeKind.FLIGHT_STATUS_CHANGED) == 1, topic
    desk.do(
        SAM,
        operate_flight,
        RS_101,
        {"estimated_departure": "2026-03-04T08:20", "estimated_arrival": "2026-03-04T10:35"},
    )
    assert flight(desk).estimated_arrival == at("10:35", NEXT_DAY), "unless it is said"
    desk.do(SAM, operate_flight, RS_101, {"status": "", "estimated_departure": "", "gate": ""})
    assert (flight(desk).estimated_departure, flight(desk).estimated_arrival, flight(desk).gate) == (None, None, "")
    with nothing_changes(desk.database):
        desk.do(SAM, operate_flight, RS_101, {"status": "DELAYED", "gate": ""})


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"estimated_departure": "2026-03-29T02:30"}, "estimated_departure", "does not exist"),
        ({"estimated_arrival": "2026-03-04T07:10"}, "estimated_arrival", "land after it leaves"),
        ({"estimated_departure": "2026-03-04T09:00", "estimated_arrival": "2026-03-04T08:00"}, "estimated_arrival", "land after"),
        ({"estimated_departure": "2027-03-04T08:00"}, "estimated_departure", "more than 7 days"),
        ({"estimated_departure": "soon"}, "estimated_departure", "not a time"),
        ({"gate": "the last one"}, "gate", "six letters"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, given: dict[str, Any], field: str, said: str) -> None:
    with nothing_changes(desk.database), pytest.raises(Invalid) as refused:
        desk.do(SAM, operate_flight, RS_101, {"status": "DELAYED", **given})
    assert said in refused.value.fields[field]


def test_what_does_not_follow_is_refused_and_so_is_who_works_elsewhere(desk: Desk) -> None:
    def refuses(kind: type[Exception], who: Any, given: dict[str, object], flight_id: str = RS_101, *more: Any) -> None:
        with nothing_changes(desk.database), pytest.raises(kind):
            desk.do(who, operate_flight, flight_id, given, *more)

    refuses(Conflict, SAM, {"status": "ARRIVED"})
    refuses(NotAllowed, NORA, {"gate": "A1"})
    refuses(NotAllowed, ANN, {"gate": "A1"})
    refuses(NotFound, SAM, {"gate": "A1"}, "none")
    desk.do(SAM, operate_flight, RS_101, {"gate": "A1"}, 0)
    refuses(ChangedMeanwhile, SAM, {"gate": "A2"}, RS_101, 0)
    for status in ("DEPARTED", "ARRIVED"):
        desk.do(SAM, operate_flight, RS_101, {"status": status})
    refuses(Conflict, SAM, {"gate": "A2"})
    desk.do(MAX, cancel_event, FLIGHT, "Fog")
    refuses(Conflict, SAM, {"status": "SCHEDULED"})
