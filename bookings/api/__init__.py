"""The API for programs: JSON over HTTP, with one module for each noun.

A call is a function with a declaration (see `framework/calls`): its address, parameters, responses, errors, and who may.
Routing, checks and the OpenAPI document follow from it. No rule, query or broadcast lives here; cookies are not read.
"""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Serve every call under /api/ with its limits, errors and documentation."""
    from bookings.api import (
        admin,
        auth,
        bookings,
        calendars,
        conversation,
        cors,
        docs,
        door,
        events,
        flights,
        health,
        venues,
    )
    from bookings.api.administration import (
        customers,
        groups,
        imports,
        log,
        mails,
        merges,
        people,
        prices,
        seat_plans,
        settings,
        staff,
    )
    from bookings.api.administration import events as managed_events
    from bookings.api.administration import flights as managed_flights
    from bookings.api.administration import venues as managed_venues
    from bookings.api.administration.places import hours, resources, services
    from bookings.api.airline import boarding, disruption
    from bookings.api.appointments import changes as appointments
    from bookings.api.framework import errors, rate_limits
    from bookings.api.framework.calls import blueprint
    from bookings.api.own import account, notifications, waiting
    from bookings.api.payments import desk as payments
    from bookings.api.payments import late, mismatches
    from bookings.api.payments import online as online_payments
    from bookings.api.staff import figures, undo, webhooks
    from bookings.api.travel import documents as travel_documents
    from bookings.api.travel import trips
    from bookings.program import Ringside

    ringside: Ringside = app.extensions["ringside"]
    nouns = (
        auth, account, bookings, appointments, conversation, calendars, payments, venues, events, figures, flights, trips,
        travel_documents, door, online_payments, late, mismatches,
        admin, health, managed_venues, settings, log, people,
        staff, prices, groups, customers, managed_events, managed_flights, seat_plans, hours, resources, services,
        imports, mails, merges, notifications, webhooks, disruption, boarding, undo, waiting,
    )  # fmt: skip
    calls = [call for noun in nouns for call in noun.CALLS]
    bp = blueprint(calls)
    docs.install(bp, calls)
    errors.install(bp)
    rate_limits.install(app, bp, ringside.settings)
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(bp)  # there is no cookie to be abused: see framework/authentication.py
    cors.install(app, ringside.settings)
