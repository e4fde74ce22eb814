"""The pages of a venue's member groups: all of them, and who is in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.groups import add_member, edit_group, make_group, remove_group, remove_member
from bookings.errors import KnownCustomer, NameMismatch
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.groups import read_groups, read_members
from bookings.web.administration.shell import Refused, saved, sent_revision, shell, typed
from bookings.web.board_forms import customer_of_form

bp = Blueprint("manage_groups", __name__, url_prefix="/admin/venues/<venue_id>/groups")

LAST_PAGE = 10_000
NOBODY: Mapping[str, object] = {}
FINE = Refused()


@bp.get("")
def groups(venue_id: str) -> tuple[str, int]:
    return _all(venue_id)


@bp.post("")
def make(venue_id: str) -> Response | tuple[str, int]:
    given = typed(request.form)
    answer = saved(lambda: _do(make_group, venue_id, given), _address(venue_id), "The group is made.")
    return answer if isinstance(answer, Response) else _all(venue_id, answer, given)


@bp.get("/<group_id>")
def group(venue_id: str, group_id: str) -> tuple[str, int]:
    return _one(venue_id, group_id)


@bp.post("/<group_id>")
def edit(venue_id: str, group_id: str) -> Response | tuple[str, int]:
    """Another name, another place among the groups, or away with it."""
    given, act, revision = typed(request.form), request.form.get("do", ""), sent_revision()
    if act == "remove":
        answer = saved(lambda: _do(remove_group, venue_id, group_id, revision), _address(venue_id), "The group is removed.")
        return answer if isinstance(answer, Response) else _one(venue_id, group_id, answer)
    if "position" in given:
        answer = saved(lambda: _do(edit_group, venue_id, group_id, given, revision), _address(venue_id), "Saved.")
        return answer if isinstance(answer, Response) else _all(venue_id, answer)
    answer = saved(lambda: _do(edit_group, venue_id, group_id, given, revision), _address(venue_id, group_id), "Saved.")
    return answer if isinstance(answer, Response) else _one(venue_id, group_id, answer, given)


@bp.post("/<group_id>/members")
def put_in(venue_id: str, group_id: str) -> Response | tuple[str, int]:
    customer = customer_of_form(request.form, staff=True) or {}
    known: list[KnownCustomer] = []

    def put() -> None:
        try:
            _do(add_member, venue_id, group_id, customer, request.form.get("until", ""))
        except NameMismatch as mismatch:
            known.append(mismatch.known)
            raise

    answer = saved(put, _address(venue_id, group_id), "Saved.")
    return answer if isinstance(answer, Response) else _one(venue_id, group_id, answer, typed(request.form), known)


@bp.post("/<group_id>/members/<person_id>")
def take_out(venue_id: str, group_id: str, person_id: str) -> Response | tuple[str, int]:
    answer = saved(
        lambda: _do(remove_member, venue_id, group_id, person_id),
        _address(venue_id, group_id),
        "Taken out of the group.",
    )
    return answer if isinstance(answer, Response) else _one(venue_id, group_id, answer)


def _do(verb: Callable[..., Any], *what: object) -> object:
    done: object = current_ringside().desk.do(viewer(), verb, *what)
    return done


def _address(venue_id: str, group_id: str = "") -> str:
    return f"/admin/venues/{venue_id}/groups" + (f"/{group_id}" if group_id else "")


def _all(
    venue_id: str,
    refused: Refused = FINE,
    values: Mapping[str, object] = NOBODY,
) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue, found = read_groups(session, venue_id, viewer())
    page = render_template(
        "administration/groups.html", groups=found, values=values, refused=refused, flashed=flashed(),
        **shell(viewer(), venue, "groups"),
    )  # fmt: skip
    return page, refused.status


def _one(
    venue_id: str,
    group_id: str,
    refused: Refused = FINE,
    values: Mapping[str, object] = NOBODY,
    known: list[KnownCustomer] | None = None,
) -> tuple[str, int]:
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        found = read_members(session, venue_id, group_id, viewer(), now, min(max(1, number), LAST_PAGE))
    page = render_template(
        "administration/group.html", found=found, group=found.group, values=values, refused=refused, flashed=flashed(),
        known=known or [], revision=found.group.revision if refused.revision is None else refused.revision,
        **shell(viewer(), found.venue, "groups", group_id),
    )  # fmt: skip
    return page, refused.status
