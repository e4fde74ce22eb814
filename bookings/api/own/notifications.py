"""The calls for notifications: one's own, and those that staff sends to its venue's customers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import Id, MessageText, MessageTitle, NotificationKind, NotificationType
from bookings.desk import Desk
from bookings.desk.notifications.choose import choose
from bookings.desk.notifications.own import clear, mark
from bookings.desk.notifications.send import send_notification
from bookings.errors import Invalid, NotFound
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.notifications import PAGE, find_notifications, is_cursor, read_notifications
from bookings.reading.people.channels import read_choices
from bookings.wire.notifications import Chosen, Notification, write_choices, write_notification

CALLS: list[Call] = []
call = declare(CALLS, "Notifications")


class NotificationsQuery(Query):
    """`before` is the `next` of the page before."""

    before: Annotated[str, Field(max_length=60)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = PAGE


class Notifications(TypedDict):
    """From the newest backwards. `next` is null after the last; `unreadCount` is of all of them."""

    items: list[Notification]
    unreadCount: int
    next: str | None


class Mark(Body):
    read: bool


class NewNotification(Body):
    """`bookingId` has to be one of this customer's, at a venue where you work."""

    user_id: Id
    type: NotificationType
    title: MessageTitle
    message: MessageText
    booking_id: Id | None = None


class Sent(TypedDict):
    id: str


class Choice(Body):
    """A channel that is left out stays as it is."""

    kind: NotificationKind
    page: bool | None = None
    email: bool | None = None
    sound: bool | None = None


class NewChoices(Body):
    items: Annotated[list[Choice], Field(max_length=40)]


@call("GET", "/api/v1/notifications", returns={200: Notifications})
def notifications(viewer: Viewer, query: NotificationsQuery) -> Notifications:
    """One's own notifications, the newest first."""
    if query.before and not is_cursor(query.before):
        raise Invalid("That is no place in this list. Send the `next` of a page.", fields={"before": "no place in this list"})
    with current_ringside().database.read() as session:
        found = read_notifications(session, viewer.id, query.before, query.limit)
    return {"items": [write_notification(each) for each in found.items], "unreadCount": found.unread, "next": found.before}


@call("PATCH", "/api/v1/notifications/{notificationId}", returns={200: Notification}, errors={404: "You have no such notification."})
def mark_notification(viewer: Viewer, notification_id: str, body: Mark, desk: Desk) -> Notification:
    """Mark one as read or unread."""
    desk.do(viewer, mark, notification_id, read=body.read)
    with current_ringside().database.read() as session:
        found = find_notifications(session, viewer.id, [notification_id])
    if not found:
        raise NotFound("You have no such notification.")  # cleared elsewhere in this very moment
    return write_notification(found[0])


@call("DELETE", "/api/v1/notifications", returns={204: None})
def clear_notifications(viewer: Viewer, desk: Desk) -> None:
    """Take all of one's own away."""
    desk.do(viewer, clear)


@call(
    "POST", "/api/v1/notifications", returns={201: Sent},
    errors={
        403: "Only staff does.", 404: "No customer of yours, or no booking of theirs with you.",
        409: "The customer has no account and would never read it (`no_account`), or chose to be told nothing of this kind (`not_wanted`).",
    },
    allowed="staff to the customers of their venues, admins", idempotent=True,
)  # fmt: skip
def notify_customer(viewer: Viewer, body: NewNotification, desk: Desk) -> Result:
    """Tell a customer something, in their list and on their open pages and programs."""
    sent = desk.do(viewer, send_notification, body.user_id, body.type, body.title, body.message, body.booking_id)
    return Result({"id": sent})


@call("GET", "/api/v1/notifications/choices", returns={200: Chosen})
def notification_choices(viewer: Viewer) -> Chosen:
    """What reaches oneself, by kinds: in the list of notifications, by e-mail."""
    return _choices(viewer)


@call("PATCH", "/api/v1/notifications/choices", returns={200: Chosen})
def choose_notifications(viewer: Viewer, body: NewChoices, desk: Desk) -> Chosen:
    """Choose it anew, for the kinds and channels that are named. Links for passwords and addresses are mailed whatever is chosen."""
    named = {
        (each.kind, channel): wanted
        for each in body.items
        for channel, wanted in (("page", each.page), ("email", each.email), ("sound", each.sound))
        if wanted is not None
    }
    desk.do(viewer, choose, named)
    return _choices(viewer)


def _choices(viewer: Viewer) -> Chosen:
    with current_ringside().database.read() as session:
        return write_choices(read_choices(session, viewer.id))
