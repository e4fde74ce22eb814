"""What the documentation of the sockets names exists, what exists is named, and what is sent looks as it is described."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from bookings.desk import book, states
from bookings.desk.customers.conversation import mark_read, send_message
from bookings.desk.delete import delete_booking
from bookings.desk.events import flight_status
from bookings.desk.money import pay
from bookings.desk.money.price import set_price
from bookings.desk.notifications.own import mark_all
from bookings.gateways.socketio.event_routing import EVENT_NAMES
from bookings.rules.status import FlightStatus
from tests.external import node
from tests.gateways.conftest import Connect, Subscription, token_of
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, PASSWORD, SAM, TESS, email_of
from tests.world.places import COURTS, HAMLET, RS_101

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "docs/asyncapi.yaml").read_text())
PAGE = (ROOT / "docs/api.md").read_text().split("\n# Sockets\n")[1]
SOURCES = [*(ROOT / "bookings/gateways").rglob("*.py"), *(ROOT / "bookings/wire").glob("*.py")]
CODE = "\n".join(path.read_text() for path in SOURCES)

RAW_COMMANDS = set(re.findall(r'Command\("(\w+)"', CODE)) | {"ping", "get_stats"}
RAW_SENT = set(re.findall(r'(?:stamped|_counted)\(\s*"(\w+)"', CODE))
COMMANDS = set(re.findall(r'^\s+"(\w+)": self\._\w+,$', CODE, re.MULTILINE))
SENT = {name for names in EVENT_NAMES.values() for name in names} | set(re.findall(r'(?:OutgoingEvent|_announce)\(\s*"([\w:-]+)"', CODE))


def messages_of(operation: str) -> set[str]:
    return {each["$ref"].rsplit("/", 1)[1] for each in DOCUMENT["operations"][operation]["messages"]}


@pytest.mark.parametrize(
    ("operation", "names"), [("commandRaw", RAW_COMMANDS), ("sendRaw", RAW_SENT), ("command", COMMANDS), ("send", SENT)]
)
def test_each_message_is_in_the_code_and_in_both_documents(operation: str, names: set[str]) -> None:
    assert len(names) > 3, "they were found at all"
    assert messages_of(operation) == names
    assert names <= set(re.findall(r"`([\w:-]+)`", PAGE)), "docs/api.md names each"


def test_no_message_is_described_that_nobody_sends() -> None:
    used = {name for operation in DOCUMENT["operations"] for name in messages_of(operation)}
    assert set(DOCUMENT["components"]["messages"]) == used


def test_every_reference_leads_somewhere() -> None:
    text = (ROOT / "docs/asyncapi.yaml").read_text()
    for reference in set(re.findall(r"\$ref: '#/([^']+)'", text)):
        found: Any = DOCUMENT
        for step in reference.split("/"):
            found = found[step]
        assert found is not None


def described(name: str, body: object) -> None:
    payload = DOCUMENT["components"]["messages"][name]["payload"]
    schema = {**payload, "components": DOCUMENT["components"]}
    try:
        jsonschema_rs.validate(schema, body)
    except jsonschema_rs.ValidationError as error:
        raise AssertionError(f"{name} is not as described: {error}\n{body}") from error


def test_what_is_sent_is_as_described(served: Served, connect: Connect, follow: Subscription) -> None:
    ada, sam, tess, ann, raw = connect(ADA), connect(SAM), connect(TESS), connect(ANN), follow(ANN, HAMLET)
    assert ada.ask("subscribe", {"rooms": ["admin", "analytics", f"event:{HAMLET}"]})["ok"]
    court = served.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    for client in (ann, sam):
        assert client.ask("joinBookingRoom", court)["ok"]
    assert ann.ask("typing", {})["ok"] and sam.ask("updateStatus", {"status": "busy"})["ok"]
    served.desk.do(SAM, send_message, court, "Bring shoes for clay")
    served.desk.do(ANN, mark_read, court)
    served.desk.do(SAM, set_price, court, "10 %", "A regular guest")
    served.desk.do(SAM, pay.take_payment, court)
    served.desk.do(SAM, states.cancel, court)
    sam.event("booking:updated", booking__bookingStatus="CANCELLED")
    ann.event("newNotification", type="booking_cancelled")
    served.desk.do(ANN, mark_all)
    ann.event("notificationsUpdated", unreadCount=0)
    served.desk.do(SAM, delete_booking, court)
    seat = served.desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    served.desk.do(ANN, states.cancel, seat)
    passenger = {"type": "ADULT", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}
    served.desk.do(ANN, book.book_flight, RS_101, "ECONOMY", [passenger], {"email": "a@example.com"})
    served.desk.do(ADA, flight_status.change_flight_status, RS_101, FlightStatus.DELAYED)
    late = connect(ANN, auth={"offset": {f"event:{HAMLET}": 10**6}})
    assert late.ask("subscribe", {"rooms": [f"event:{HAMLET}"]})["ok"]
    fresh = {"type": "authenticate", "token": token_of(served, ANN)}
    for words in ({"type": "ping"}, {"type": "get_stats"}, {"type": "unsubscribe_event", "eventId": HAMLET}, fresh, {}):
        raw.say(words)
    raw.message("error")
    sam.close()
    tess.event("userOffline")
    for client in (ada, ann):
        client.event("flight:status-changed")
    ada.event("analytics")
    everything = [event for client in (ada, sam, tess, ann, late) for event in client.events()]
    everything += [(message["type"], message) for message in raw.messages()]
    for name, body in everything:
        described(name, body)
    assert {name for name, _ in everything} == SENT | RAW_SENT, "every message was tried"


@contextmanager
def running(*command: object, **how: Any) -> Iterator[Iterator[str]]:
    """The lines that a program prints while it runs."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how
    )
    try:
        assert process.stdout is not None
        yield iter(process.stdout)
    finally:
        process.kill()
        process.wait()


def test_the_example_in_python_follows_an_event_over_a_restart(served: Served) -> None:
    program = ROOT / "docs/examples/follow_event.py"
    with running(sys.executable, program, served.url, email_of(ANN), PASSWORD, HAMLET) as lines:
        now = int(re.findall(r"version (\d+): \d+ of 30 free", next(lines))[0])
        served.desk.do(ANN, book.book_seats, HAMLET, ["B1"])
        assert next(lines).startswith(f"version {now + 1}: ")
        served.stop()
        served.desk.do(ANN, book.book_seats, HAMLET, ["B2"])
        served.start()
        line = next(line for line in lines if not line.startswith("lost the line"))
        assert line.startswith(f"version {now + 2}: ")


def test_the_example_in_javascript_follows_ones_bookings_over_a_restart(served: Served) -> None:
    program = ROOT / "docs/examples/notifications.cjs"
    environment = {"NODE_PATH": str(node.installed("").resolve()), "PATH": str(Path(shutil.which("node") or "").parent)}
    with running("node", program, served.url, email_of(ANN), PASSWORD, env=environment) as lines:
        assert next(lines).startswith(f"connected as {ANN.id}")
        first = served.desk.do(ANN, book.book_court, COURTS[1], present.at("10:00"), present.at("11:00"))
        assert next(lines) == f"booking:created {first} PENDING\n"
        served.stop()
        missed = served.desk.do(ANN, book.book_court, COURTS[2], present.at("10:00"), present.at("11:00"))
        served.start()
        assert next(line for line in lines if "booking:created" in line) == f"booking:created {missed} PENDING\n"
