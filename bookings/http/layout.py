"""The layout of every page: navigation for this person, addresses of assets, form fields, and security headers."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, Response, request
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError

from bookings import assets
from bookings.database.base import new_id
from bookings.http import form_tokens
from bookings.http.current import current_ringside
from bookings.http.responses import undo_on_this_page
from bookings.live import filters
from bookings.live.presence.people import STATUSES
from bookings.live.render import version_value
from bookings.live.views.person import BELL
from bookings.models import Viewer
from bookings.reading.notifications import LatestNotifications, read_latest
from bookings.reading.versions import version_of
from bookings.rules import topics

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'{pages}; frame-ancestors 'none'; "
    "connect-src 'self'{sockets}; img-src 'self' data:"
)
YEAR_SECONDS = 365 * 24 * 3600


def install(app: Flask) -> None:
    filters.install(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=assets.address,
        place_sheet=assets.place_sheet,
        csrf_field=csrf_field,
        key_field=key_field,
    )
    app.context_processor(layout_context)
    app.after_request(add_security_headers)


def load_templates(app: Flask) -> None:
    """Compile all templates, for a program that is about to serve: at its first use a page's would hold everybody up for
    half a second."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    app.extensions["ringside"].renderer.load()


def layout_context() -> dict[str, Any]:
    """The context of base.html: who is signed in and where they may go."""
    nobody: dict[str, Any] = {
        "me": None, "nav": [], "statuses": None, "read_bell": lambda: None, "undo_offered": Markup, "csrf_token": form_tokens.form_token,
    }  # fmt: skip
    try:
        if not current_user.is_authenticated:
            here = quote(request.full_path.rstrip("?"), safe="/")
            return {**nobody, "sign_in_address": f"/login?next={here}" if request.method == "GET" else "/login"}
    except DBAPIError:  # the page about that must not fail for the same reason
        return {**nobody, "away": True}
    who = current_user.viewer
    links = [("/", "Places"), ("/bookings", "My bookings")]
    if who.role != "customer":
        links.insert(1, ("/admin/bookings", "Bookings"))
        if len(who.venues) == 1:
            links[2:2] = [(f"/venues/{venue}/{slug}", slug.capitalize()) for venue in who.venues for slug in ("customers", "figures")]
    if who.is_admin or who.managed:
        links.append(("/admin/venues", "Manage"))
    path = request.path
    if who.role != "customer" and path.startswith("/bookings/"):
        path = "/admin" + path  # somebody's booking, one of the venues'
    if path.startswith("/admin/") and not path.startswith("/admin/bookings"):
        path = "/admin/venues"  # whatever is managed
    nav = [(href, word, href == path or (href != "/" and path.startswith(href + "/"))) for href, word in links]
    return {"me": who, "nav": nav, "read_bell": partial(read_bell, who.id), "statuses": _statuses(who), "undo_offered": undo_on_this_page}


def _statuses(who: Viewer) -> tuple[str, tuple[str, ...]] | None:
    """Of somebody who works somewhere: what they say of themselves at present, and what they may say."""
    live = current_ringside().live
    return (live.presence.status_of(who.id), STATUSES) if live is not None and who.venues else None


class Bell(NamedTuple):
    """The latest notifications, and what a page follows to show them from then on."""

    latest: LatestNotifications
    follow: str


def read_bell(person_id: str) -> Bell | None:
    """None while the database cannot be asked: the page about that must not fail for the same reason."""
    topic = topics.user(person_id)
    try:
        with current_ringside().database.read() as session:
            return Bell(read_latest(session, person_id), version_value(topic, BELL, version_of(session, topic)))
    except DBAPIError:
        return None


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(form_tokens.form_token())


def key_field() -> Markup:
    """The field of a fresh idempotency key: this form books once, however often it is sent."""
    return Markup('<input type="hidden" name="key" value="{}">').format(new_id())


def add_security_headers(response: Response) -> Response:
    public = current_ringside().origins.public
    hosts = dict.fromkeys([request.host, *([public.authority] if public else [])])
    sockets = "".join(f" ws://{host} wss://{host}" for host in hosts)
    provider = current_ringside().payment_provider
    pages = f" {provider.pages}" if provider is not None and provider.pages else ""
    response.headers.setdefault("Content-Security-Policy", POLICY.format(sockets=sockets, pages=pages))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure or current_ringside().settings.secure_cookies:  # elsewhere browsers ignore it, and complain on every page
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if current_ringside().settings.secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}; includeSubDomains")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
