"""The calls with which admins look at what a merge of two people would move, and do it."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.people.merge import merge_people
from bookings.api.administration.people import NOBODY, NOT_ADMIN, PERSON, read_one
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Id
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.people.merges import read_merge
from bookings.wire.administration.people import ManagedPerson

CALLS: list[Call] = []
call = declare(CALLS, "Administration")


class Other(Body):
    """`expected` is that of the preview that somebody has looked at: where something else would go over by now, nothing does."""

    other_id: Id
    expected: str | None = Field(default=None, max_length=64)


class MergePreview(TypedDict):
    """What goes over from the other: `coming` of the `bookings` are not over, `held` baskets end. `groups` are with their venues,
    `rightsOver` and `rightsEnd` venues. `email` signs in afterwards. `problem` says why it cannot be, "" when it can."""

    bookings: int
    coming: int
    held: int
    notes: int
    groups: list[str]
    writtenAt: list[str]
    rightsOver: list[str]
    rightsEnd: list[str]
    names: list[str]
    email: str
    phone: str
    problem: str
    expected: str


@call(
    "GET", f"{PERSON}/merge/{{otherId}}", returns={200: MergePreview}, errors={403: NOT_ADMIN, 404: NOBODY}, allowed="admins"
)
def look_at_merge(viewer: Viewer, person_id: str, other_id: str) -> MergePreview:
    """What this person would take over from the other. Nothing is changed."""
    database = current_ringside().database
    with database.read() as session:
        found = read_merge(session, viewer, person_id, other_id, database.now(session))
    return {
        "bookings": found.bookings, "coming": found.coming, "held": found.held, "notes": found.notes,
        "groups": list(found.groups), "writtenAt": list(found.written_at), "rightsOver": list(found.works_at),
        "rightsEnd": list(found.rights_end), "names": list(found.names), "email": found.email, "phone": found.phone,
        "problem": found.problem, "expected": found.expected,
    }  # fmt: skip


@call(
    "POST", f"{PERSON}/merge", returns={200: ManagedPerson},
    errors={403: NOT_ADMIN, 404: NOBODY, 409: "The other has more rights, was merged before, or has something else than was `expected`."},
    allowed="admins",
)  # fmt: skip
def merge_into(viewer: Viewer, person_id: str, body: Other, desk: Desk) -> ManagedPerson:
    """Take over everything of another, whose account ends. It cannot be taken back."""
    desk.do(viewer, merge_people, person_id, body.other_id, body.expected)
    return read_one(viewer, person_id)
