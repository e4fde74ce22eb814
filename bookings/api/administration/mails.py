"""The calls that list the mails that wait or came back, and remove one that waits."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.administration.mails import remove_mail
from bookings.api.framework.calls import Call, declare
from bookings.desk import Desk
from bookings.errors import NotAllowed
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.mails import read_outbox
from bookings.wire.encode import Time

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

NOT_ADMIN = "Not an admin."


class MailWaiting(TypedDict):
    """`why` it was not sent when it was last tried, "" when it was not tried yet."""

    id: str
    to: str
    subject: str
    createdAt: Time
    why: str


class MailBack(TypedDict):
    to: str
    subject: str
    failedAt: Time
    why: str


class Mails(TypedDict):
    """Of `waiting` those that wait longest are `first`; of `back`, in the last thirty days, the newest are `lost`."""

    waiting: int
    first: list[MailWaiting]
    back: int
    lost: list[MailBack]


@call("GET", "/api/v1/mails", returns={200: Mails}, errors={403: NOT_ADMIN}, allowed="admins")
def mails(viewer: Viewer) -> Mails:
    """The mails that wait longest, and those that came back last."""
    if not viewer.is_admin:
        raise NotAllowed("Only an admin sees the mails.")
    with current_ringside().database.read() as session:
        found = read_outbox(session)
    return {
        "waiting": found.waiting,
        "first": [
            {"id": each.id, "to": each.to, "subject": each.subject, "createdAt": each.at, "why": each.why}
            for each in found.first
        ],
        "back": found.back,
        "lost": [{"to": each.to, "subject": each.subject, "failedAt": each.at, "why": each.why} for each in found.lost],
    }


@call(
    "DELETE", "/api/v1/mails/{mailId}", returns={204: None}, errors={403: NOT_ADMIN, 404: "It waits no more."}, allowed="admins"
)
def remove_waiting_mail(viewer: Viewer, mail_id: str, desk: Desk) -> None:
    """Never send this one, which waits."""
    desk.do(viewer, remove_mail, mail_id)
