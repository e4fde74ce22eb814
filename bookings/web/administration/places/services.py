"""The pages of a clinic's services: a list with a form for one more, and a page of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.services import (
    add_service,
    bring_back_service,
    delete_service,
    edit_service,
    retire_service,
)
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.places import read_managed_resources, read_managed_service, read_managed_services
from bookings.reading.administration.venues import read_managed_venue
from bookings.web.administration.shell import Refused, saved, sent_revision, shell, typed

bp = Blueprint("manage_services", __name__, url_prefix="/admin/venues")

NEW = {"name": "", "minutes": 30, "buffer_before": 0, "buffer_after": 0, "price": "", "places": 1}


@bp.get("/<venue_id>/services")
def services(venue_id: str) -> tuple[str, int]:
    return _list(venue_id, NEW, None, Refused())


@bp.post("/<venue_id>/services")
def add_one(venue_id: str) -> Response | tuple[str, int]:
    given = _typed()
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), add_service, venue_id, given),
        f"/admin/venues/{venue_id}/services", "Added. It can be booked now.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _list(venue_id, given, given["providers"], answer)


@bp.get("/<venue_id>/services/<service_id>")
def service(venue_id: str, service_id: str) -> tuple[str, int]:
    return _one(venue_id, service_id, None, Refused())


@bp.post("/<venue_id>/services/<service_id>")
def change_one(venue_id: str, service_id: str) -> Response | tuple[str, int]:
    """What its button says: save, retire, bring-back or delete."""
    given, revision, act = _typed(), sent_revision(), request.form.get("act", "save")
    verbs: Mapping[str, tuple[Callable[[Transaction], object], str]] = {
        "save": (lambda tx: edit_service(tx, service_id, given, revision), "Saved."),
        "retire": (lambda tx: retire_service(tx, service_id, revision), "Retired. What is booked stays."),
        "bring-back": (lambda tx: bring_back_service(tx, service_id, revision), "It is offered again."),
        "delete": (lambda tx: delete_service(tx, service_id, revision), "Deleted."),
    }
    if act not in verbs:
        raise NotFound("There is no such button here.")
    with current_ringside().database.read() as session:
        read_managed_service(session, venue_id, service_id, viewer())
    verb, message = verbs[act]
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), lambda tx: verb(tx) and None), f"/admin/venues/{venue_id}/services", message
    )
    return answer if isinstance(answer, Response) else _one(venue_id, service_id, given, answer)


def _typed() -> dict[str, Any]:
    return {**typed(request.form), "providers": request.form.getlist("providers")}


def _list(venue_id: str, values: Mapping[str, Any], offered: list[str] | None, refused: Refused) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue, found = read_managed_venue(session, venue_id, viewer()), read_managed_services(session, venue_id, viewer())
        providers = read_managed_resources(session, venue_id, viewer(), "provider")
    page = render_template(
        "administration/places/services.html", found=found, providers=providers, values=values, refused=refused, flashed=flashed(),
        offered=[each.id for each in providers if not each.retired_at] if offered is None else offered,
        **shell(viewer(), venue, "services"),
    )  # fmt: skip
    return page, refused.status


def _one(venue_id: str, service_id: str, given: Mapping[str, Any] | None, refused: Refused) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue, one = read_managed_venue(session, venue_id, viewer()), read_managed_service(session, venue_id, service_id, viewer())
        providers = read_managed_resources(session, venue_id, viewer(), "provider")
        kept = {name: getattr(one.service, name) for name in NEW}
    page = render_template(
        "administration/places/service.html", one=one, providers=providers, values={**kept, **(given or {})}, refused=refused,
        offered=one.providers if given is None else given["providers"], flashed=flashed(),
        revision=one.revision if refused.revision is None else refused.revision, **shell(viewer(), venue, "services", service_id),
    )  # fmt: skip
    return page, refused.status
