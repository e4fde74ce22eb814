"""The calls for the conversation about a booking, between its customer and its venue."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import ConversationText
from bookings.desk import Desk, Transaction
from bookings.desk.customers.conversation import mark_read, send_message
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.people.conversation import PAGE, Conversation, read_conversation_of
from bookings.wire.conversation import Message, write_message
from bookings.wire.encode import encode

CALLS: list[Call] = []
call = declare(CALLS, "Bookings")

NOT_YOURS = "There is no such booking, or it is somebody else's."
ALLOWED = "its owner, staff of the venue, admins"
LARGEST = 2**53


class MessagesQuery(Query):
    """`before` is the `next` of the page before."""

    before: Annotated[int, Field(ge=1, lt=LARGEST)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = PAGE


class Messages(TypedDict):
    """The oldest of these first, from the newest backwards page by page; `next` is null after the last. `unreadCount` counts what
    the other side wrote and yours has not marked as read."""

    items: list[Message]
    unreadCount: int
    next: int | None


class NewMessage(Body):
    text: ConversationText


@call("GET", "/api/v1/bookings/{bookingId}/messages", returns={200: Messages}, errors={404: NOT_YOURS}, allowed=ALLOWED)
def messages(viewer: Viewer, booking_id: str, query: MessagesQuery) -> Messages:
    """The conversation between the customer and the venue. Reading marks nothing as read."""
    with current_ringside().database.read() as session:
        found = read_conversation_of(session, booking_id, viewer, query.before, query.limit)
    return write_messages(found)


@call(
    "POST", "/api/v1/bookings/{bookingId}/messages", returns={201: Message},
    errors={404: NOT_YOURS, 409: "The customer has no account and would never read it (`no_account`).", 429: "Too many in a minute."},
    allowed=ALLOWED, idempotent=True,
)  # fmt: skip
def write_to_booking(viewer: Viewer, booking_id: str, body: NewMessage, desk: Desk) -> Result:
    """Write to the other side, in whose lists and on whose open pages and programs it appears. What it wrote before counts as read."""
    return Result(text=desk.do(viewer, _write, booking_id, body.text))


@call("POST", "/api/v1/bookings/{bookingId}/messages/read", returns={204: None}, errors={404: NOT_YOURS}, allowed=ALLOWED)
def mark_messages_read(viewer: Viewer, booking_id: str, desk: Desk) -> None:
    """Mark what the other side wrote as read: for a venue one of its staff does so for all."""
    desk.do(viewer, mark_read, booking_id)


def write_messages(found: Conversation) -> Messages:
    items = [write_message(found.booking_id, each) for each in found.messages]
    return {"items": items, "unreadCount": found.unread, "next": found.before}


def _write(tx: Transaction, booking_id: str, text: str) -> str:
    """Encoded inside the transaction, it is what a repeat under the same key gets again, to the byte."""
    send_message(tx, booking_id, text)
    found = read_conversation_of(tx.session, booking_id, tx.by, size=1)
    return encode(write_message(booking_id, found.messages[0]))
