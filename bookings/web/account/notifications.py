"""The page of what a person was told, the buttons with which they mark and clear it, and their choice of what reaches them."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.notifications.choose import choose
from bookings.desk.notifications.own import clear, mark, mark_all, open_request
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed, respond
from bookings.live.render import version_value
from bookings.live.views.lists import own_zone
from bookings.live.views.person import notifications_view
from bookings.reading.notifications import is_cursor, read_notifications
from bookings.reading.people.channels import read_choices
from bookings.reading.versions import version_of
from bookings.rules import topics

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
def notifications() -> str:
    """The newest, or those before the place that `before` names."""
    who, before = viewer(), _before(request.args.get("before", ""))
    topic = topics.user(who.id)
    with current_ringside().database.read() as session:
        page, version = read_notifications(session, who.id, before), version_of(session, topic)
        zone, now = own_zone(session, who.id), current_ringside().database.now(session)
        choices = read_choices(session, who.id)
    follow = [version_value(topic, notifications_view(before), version)]
    return render_template(
        "pages/notifications.html", page=page, before=before, choices=choices, sends=current_ringside().site.get().sends_mail,
        follow=follow, now=now, zone=zone, flashed=flashed(),
    )  # fmt: skip


@bp.post("/notifications")
def change() -> Response:
    """The button says what: `read` or `unread` one by its id, `all` read, `clear` those that are read."""
    desk, who, form = current_ringside().desk, viewer(), request.form
    if "all" in form:
        desk.do(who, mark_all)
    elif "clear" in form:
        desk.do(who, clear, only_read=True)
    else:
        desk.do(who, mark, form.get("read") or form.get("unread", ""), read="read" in form)
    before = _before(form.get("before", ""))
    return respond(f"/notifications?before={before}" if before else "/notifications")


@bp.post("/notifications/choices")
def change_choices() -> Response:
    """Each box that is not as it was `shown` is chosen anew: what was chosen meanwhile on another page stays."""
    shown, wanted = set(request.form.getlist("shown")), set(request.form.getlist("wanted"))
    changed: dict[tuple[str, str], bool] = {}
    for each in shown ^ wanted:
        kind, _, channel = each.partition(".")
        changed[kind, channel] = each in wanted
    current_ringside().desk.do(viewer(), choose, changed)
    return respond("/notifications", "Saved.")


@bp.post("/bookings/<booking_id>/opened")
def opened(booking_id: str) -> Response:
    """Sent by a page itself on which staff has opened a request."""
    current_ringside().desk.do(viewer(), open_request, booking_id)
    return respond(f"/bookings/{booking_id}")


def _before(text: str) -> str:
    return text if is_cursor(text) else ""
