"""Whatever is not declared public wants somebody to be signed in, or a token."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.routing import Rule

from tests.web.visits import Visitor

LOOK_IN = {
    "events.upcoming", "events.seats", "boards.board", "departures.board", "flight_search.search", "live.poll",
    "walls.board", "walls.seats",
}  # fmt: skip
"""Each asks itself whether the venue lets people look in."""

PUBLIC = {
    "static", "metrics.metrics", "health.alive", "health.ready", "__flask_sock.follow",
    "auth.sign_in_page", "auth.sign_in", "auth.sign_up_page", "auth.sign_up", "auth.sign_out",
    "links.link", "links.use_link", "answers.ask", "answers.give", "forgotten.forgotten", "forgotten.ask",
    "booked_seats.boarding_passes", "trips.ask", "trips.find", "trips.trip", "trips.end",
    "unsubscribe.before_unsubscribing", "unsubscribe.unsubscribe", "self_check_in.tablet", "self_check_in.check_in",
    "local_bank.page", "local_bank.press", "checkout.done", "shares.share", "shares.pay",
    "logos.logo", "calendars.feed", "set_up.page", "set_up.make", *LOOK_IN,
}  # fmt: skip
PUBLIC_TO_PROGRAMS = {
    "api.openapi", "api.page", "api.get_socket", "api.post_log_in", "api.post_refresh", "api.post_find_trip", "api.post_webhook",
}  # fmt: skip


def address_of(rule: Rule) -> str:
    """An address that the rule matches: 1 for whatever is asked for."""
    return re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule).replace("<event:", "<").replace("<opaque:", "<")


def test_only_these_are_declared_public(site: Flask) -> None:
    declared = {name for name, view in site.view_functions.items() if getattr(view, "is_public", False)}
    assert declared == PUBLIC


def test_nobody_in_particular_gets_nothing_but_what_is_public(site: Flask) -> None:
    stranger = Visitor(site)
    token = stranger.token()
    tried = 0
    for rule in site.url_map.iter_rules():
        if rule.endpoint in (PUBLIC - LOOK_IN) | PUBLIC_TO_PROGRAMS or rule.websocket:
            continue
        address = re.sub(r"<[^>]*>", "1", address_of(rule))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            form = {"csrf_token": token} if method == "POST" and not address.startswith("/api/") else None
            response = stranger.client.open(address, method=method, data=form)
            if address.startswith("/api/"):
                assert response.status_code == 401, (method, address)
            else:
                assert response.status_code == 302 and response.location.startswith("/login"), (method, address)
            tried += 1
    assert tried > 50


def test_a_handler_that_forgets_to_ask_who_it_is_answers_nobody(site: Flask) -> None:
    site.add_url_rule("/new", "new", lambda: "what is only for some")
    assert Visitor(site).client.get("/new").location == "/login?next=/new"
