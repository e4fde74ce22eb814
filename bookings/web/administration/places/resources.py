"""The pages of courts, coaches and providers: a list of each with a form for one more, and a page of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.hours import set_own_hours
from bookings.administration.leave import add_leave, lift_leave
from bookings.administration.resources import add_resource, edit_resource, split_resource
from bookings.administration.retiring import bring_back_resource, delete_resource, retire_resource
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.places import (
    read_leaves,
    read_managed_hours,
    read_managed_resource,
    read_managed_resources,
)
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.setup.hours import WEEKDAYS, spans_typed, typed_spans
from bookings.rules.setup.resource import why_not_split
from bookings.web.administration.shell import Refused, saved, sent_revision, shell, typed

bp = Blueprint("manage_resources", __name__, url_prefix="/admin/venues")

KINDS = {"courts": "court", "coaches": "coach", "providers": "provider"}
ADDED = {
    "courts": "Added. It can be booked now.", "coaches": "Added. Customers can choose them for a court now.",
    "providers": "Added. Say under Services what they offer, so that they can be booked.",
}  # fmt: skip
LIST, ONE = "/<venue_id>/<any(courts, coaches, providers):slug>", "/<venue_id>/<any(courts, coaches, providers):slug>/<resource_id>"
FIELDS = ("name", "number", "sport", "colour", "part_of")


@bp.get(LIST)
def resources(venue_id: str, slug: str) -> tuple[str, int]:
    return _list(venue_id, slug, {}, Refused())


@bp.post(LIST)
def add_one(venue_id: str, slug: str) -> Response | tuple[str, int]:
    given = typed(request.form)
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), add_resource, venue_id, {**_columns(given), "kind": KINDS[slug]}),
        f"/admin/venues/{venue_id}/{slug}", ADDED[slug],
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _list(venue_id, slug, given, answer)


@bp.get(ONE)
def resource(venue_id: str, slug: str, resource_id: str) -> tuple[str, int]:
    return _one(venue_id, slug, resource_id, {}, Refused())


@bp.post(ONE)
def change_one(venue_id: str, slug: str, resource_id: str) -> Response | tuple[str, int]:
    """What its button says: save, split, hours, venues-hours, leave, lift, retire, bring-back or delete."""
    given, revision, go_on = typed(request.form), sent_revision(), "go_on" in request.form
    act, here = request.form.get("act", "save"), f"/admin/venues/{venue_id}/{slug}"
    texts = [request.form.get(f"hours-{day}", "") for day in range(7)]
    own = {"hours": {str(day): spans_typed(text) for day, text in enumerate(texts)}}
    names = [name for n in range(4) if (name := request.form.get(f"part-{n}", "").strip())]
    leave = [request.form.get(name, "") for name in ("first", "last", "reason")]
    verbs: Mapping[str, tuple[Callable[[Transaction], object], str, str]] = {
        "save": (lambda tx: edit_resource(tx, resource_id, _columns(given), revision), here, "Saved."),
        "split": (lambda tx: split_resource(tx, resource_id, names, revision), here, "Split. The whole and its parts exclude each other."),
        "hours": (lambda tx: set_own_hours(tx, resource_id, own, revision, go_on=go_on), f"{here}/{resource_id}", "Saved."),
        "venues-hours": (
            lambda tx: set_own_hours(tx, resource_id, {"hours": None}, revision, go_on=go_on), f"{here}/{resource_id}", "Saved.",
        ),
        "leave": (lambda tx: add_leave(tx, resource_id, *leave), f"{here}/{resource_id}", "Saved. Nothing can be booked on these days."),
        "lift": (lambda tx: lift_leave(tx, request.form.get("leave", "")), f"{here}/{resource_id}", "Open again."),
        "retire": (lambda tx: retire_resource(tx, resource_id, revision, go_on=go_on), here, "Retired. It keeps its history."),
        "bring-back": (lambda tx: bring_back_resource(tx, resource_id, revision), here, "It can be booked again."),
        "delete": (lambda tx: delete_resource(tx, resource_id, revision), here, "Deleted."),
    }
    if act not in verbs:
        raise NotFound("There is no such button here.")
    verb, back, message = verbs[act]
    _check(venue_id, slug, resource_id)
    answer = saved(lambda: current_ringside().desk.do(viewer(), lambda tx: verb(tx) and None), back, message)
    return answer if isinstance(answer, Response) else _one(venue_id, slug, resource_id, {**given, "act": act}, answer)


def _columns(given: Mapping[str, object]) -> dict[str, object]:
    return {name: given[name] for name in FIELDS if name in given}


def _check(venue_id: str, slug: str, resource_id: str) -> None:
    """Raises NotFound when the address does not name this one."""
    with current_ringside().database.read() as session:
        if read_managed_resource(session, venue_id, resource_id, viewer()).kind != KINDS[slug]:
            raise NotFound("There is no such page.")


def _list(venue_id: str, slug: str, values: Mapping[str, object], refused: Refused) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue = read_managed_venue(session, venue_id, viewer())
        found = read_managed_resources(session, venue_id, viewer(), KINDS[slug])
    page = render_template(
        "administration/places/resources.html", found=found, slug=slug, kind=KINDS[slug], values=values, refused=refused,
        flashed=flashed(), **shell(viewer(), venue, slug),
    )  # fmt: skip
    return page, refused.status


def _one(
    venue_id: str, slug: str, resource_id: str, given: Mapping[str, Any], refused: Refused
) -> tuple[str, int]:
    _check(venue_id, slug, resource_id)
    with current_ringside().database.read() as session:
        venue, one = read_managed_venue(session, venue_id, viewer()), read_managed_resource(session, venue_id, resource_id, viewer())
        alike = read_managed_resources(session, venue_id, viewer(), KINDS[slug])
        usual = read_managed_hours(session, venue_id, viewer()).hours
        leaves = read_leaves(session, venue_id, viewer(), current_ringside().database.now(session))
    parts = [each for each in alike if each.part_of == one.id]
    wholes = [
        (each.id, each.name)
        for each in alike
        if each.id == one.part_of  # retired or not: saving something else takes nothing from its whole
        or (each.id != one.id and each.part_of is None and each.sport == one.sport and each.retired_at is None and not parts)
    ]
    own = usual if one.hours is None else one.hours
    may_split = not why_not_split(
        one.kind, is_part=one.part_of is not None, has_parts=bool(parts), is_retired=one.retired_at is not None
    )
    page = render_template(
        "administration/places/resource.html", one=one, slug=slug, kind=KINDS[slug], parts=parts, wholes=wholes,
        may_split=may_split, refused=refused,
        values={**vars(one), **given}, act=given.get("act", ""), weekdays=WEEKDAYS,
        days=[given.get(f"hours-{day}", typed_spans(own.get(str(day), []))) for day in range(7)],
        leaves=[each for each in leaves if each.resource_id == one.id], flashed=flashed(),
        revision=one.revision if refused.revision is None else refused.revision, **shell(viewer(), venue, slug, one.id),
    )  # fmt: skip
    return page, refused.status
