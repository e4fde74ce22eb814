"""Merging one person into another: the other is searched, what would go over is looked at, then it is done for good."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.people.merge import merge_people
from bookings.errors import NotAllowed
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.people import read_people, read_person
from bookings.reading.people.merges import read_merge
from bookings.web.administration.shell import Refused, saved, shell

bp = Blueprint("manage_merging", __name__, url_prefix="/admin/people/<person_id>/merge")


@bp.get("")
def choose_other(person_id: str) -> tuple[str, int]:
    """Those who may be meant; with `other`, what would go over from them."""
    return _page(person_id, request.args.get("other", ""), Refused())


@bp.post("")
def merge(person_id: str) -> Response | tuple[str, int]:
    """Only what was looked at, in this state, is done."""
    other, expected = request.form.get("other", ""), request.form.get("expected", "")
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), merge_people, person_id, other, expected),
        f"/admin/people/{person_id}", "Merged: everything of the other is here now.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _page(person_id, other, answer)


def _page(person_id: str, other: str, refused: Refused) -> tuple[str, int]:
    who, wanted, ringside = viewer(), request.args.get("q", ""), current_ringside()
    if not who.is_admin:
        raise NotAllowed("Only an admin merges people.")
    with ringside.database.read() as session:
        found = read_person(session, who, person_id)
        others = [each for each in read_people(session, who, wanted).lines if each.id != person_id] if wanted else []
        preview = read_merge(session, who, person_id, other, ringside.database.now(session)) if other else None
    page = render_template(
        "administration/merge.html", person=found, others=others, wanted=wanted, other=other, preview=preview, refused=refused,
        flashed=flashed(), **shell(who, None, "/admin/people"),
    )  # fmt: skip
    return page, refused.status
