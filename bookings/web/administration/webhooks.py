"""The pages of a venue's webhooks: all of them, and one with its last calls."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.programs.webhooks import MadeWebhook, remove_webhook, replay_webhook, rotate_secret
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.programs.webhooks import read_deliveries, read_webhook, read_webhooks
from bookings.rules.programs.webhooks import KINDS
from bookings.web.administration.shell import Refused, saved, sent_revision, shell
from bookings.webhooks.sender import send_test
from bookings.webhooks.set_up import change_webhook, set_up_webhook

bp = Blueprint("manage_webhooks", __name__, url_prefix="/admin/venues/<venue_id>/webhooks")

NOTHING: Mapping[str, object] = {}
FINE = Refused()


@bp.get("")
def webhooks(venue_id: str) -> tuple[str, int]:
    return _all(venue_id)


@bp.post("")
def make(venue_id: str) -> Response | tuple[str, int]:
    given, made = _typed(), list[MadeWebhook]()
    answer = saved(
        lambda: made.append(set_up_webhook(current_ringside().desk, viewer(), venue_id, given, private=_private())),
        _address(venue_id), "",
    )  # fmt: skip
    return _one(venue_id, made[0].id, secret=made[0].secret) if isinstance(answer, Response) else _all(venue_id, answer, given)


@bp.get("/<webhook_id>")
def webhook(venue_id: str, webhook_id: str) -> tuple[str, int]:
    return _one(venue_id, webhook_id)


@bp.post("/<webhook_id>")
def edit(venue_id: str, webhook_id: str) -> Response | tuple[str, int]:
    """Other words or kinds; or what its button says: pause, go on, another secret, remove."""
    desk, act, given = current_ringside().desk, request.form.get("do", ""), _typed()
    if act == "rotate":
        return _one(venue_id, webhook_id, secret=desk.do(viewer(), rotate_secret, venue_id, webhook_id).secret)
    if act == "remove":
        answer = saved(lambda: desk.do(viewer(), remove_webhook, venue_id, webhook_id), _address(venue_id), "The webhook is removed.")
        return answer if isinstance(answer, Response) else _one(venue_id, webhook_id, answer)
    if act in ("pause", "resume"):
        given, words = {"paused": act == "pause"}, "Paused." if act == "pause" else "It goes on where it stopped."
    else:
        words = "Saved."
    revision = None if act else sent_revision()
    answer = saved(
        lambda: change_webhook(desk, viewer(), venue_id, webhook_id, given, revision, private=_private()),
        _address(venue_id, webhook_id), words,
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _one(venue_id, webhook_id, answer, given)


@bp.post("/<webhook_id>/test")
def test(venue_id: str, webhook_id: str) -> Response:
    answer = send_test(current_ringside().desk, viewer(), venue_id, webhook_id, private=_private())
    words = f"It answered {answer.status} after {answer.milliseconds} ms." if answer.status else answer.error
    flash(("The test arrived. " if answer.delivered else "The test did not arrive. ") + words, "good" if answer.delivered else "bad")
    return redirect(_address(venue_id, webhook_id), 303)


@bp.post("/<webhook_id>/replay")
def replay(venue_id: str, webhook_id: str) -> Response | tuple[str, int]:
    text = request.form.get("version", "").strip()
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), replay_webhook, venue_id, webhook_id, version),
        _address(venue_id, webhook_id), f"It is told again from version {version} on.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _one(venue_id, webhook_id, answer, {"version": text})


def _private() -> bool:
    return current_ringside().settings.webhook_private_networks


def _typed() -> dict[str, object]:
    form = request.form
    return {"url": form.get("url", ""), "name": form.get("name", ""), "kinds": form.getlist("kinds")}


def _address(venue_id: str, webhook_id: str = "") -> str:
    return f"/admin/venues/{venue_id}/webhooks" + (f"/{webhook_id}" if webhook_id else "")


def _all(venue_id: str, refused: Refused = FINE, values: Mapping[str, object] = NOTHING) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue, found = read_webhooks(session, venue_id, viewer())
    page = render_template(
        "administration/webhooks.html", webhooks=found, values=values, refused=refused, kinds=KINDS, flashed=flashed(),
        **shell(viewer(), venue, "webhooks"),
    )  # fmt: skip
    return page, refused.status


def _one(
    venue_id: str, webhook_id: str, refused: Refused = FINE, values: Mapping[str, object] = NOTHING, *, secret: str = ""
) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue, found = read_webhook(session, venue_id, webhook_id, viewer())
        deliveries = read_deliveries(session, webhook_id)
    now = {"url": found.url, "name": found.name, "kinds": list(found.kinds), "version": ""}
    page = render_template(
        "administration/webhook.html", hook=found, deliveries=deliveries, values={**now, **values}, refused=refused, kinds=KINDS,
        secret=secret, flashed=("", "") if secret else flashed(),
        revision=found.revision if refused.revision is None else refused.revision,
        **shell(viewer(), venue, "webhooks", webhook_id),
    )  # fmt: skip
    return page, refused.status
