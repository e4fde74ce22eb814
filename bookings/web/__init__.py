"""Pages and forms. Handlers are thin: load, one verb of the desk, answer. No rule, no query and no broadcast lives here."""

from __future__ import annotations

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """All pages and their forms."""
    from bookings.web import admin, auth, boards, booked_seats, bookings, customers, events, home, live, logos
    from bookings.web.account import answers, forgotten, links, notifications, profile, status, unsubscribe
    from bookings.web.administration import calendars as manage_calendars
    from bookings.web.administration import check_in_points as manage_check_in_points
    from bookings.web.administration import groups, imports, log, merging, people, person, settings, venues, webhooks
    from bookings.web.administration.events import acts, event, lists, plans
    from bookings.web.administration.places import hours, resources, services
    from bookings.web.administration.prices import pages as prices
    from bookings.web.appointments import answers as proposals
    from bookings.web.appointments import places as places_of_booking
    from bookings.web.appointments import steps as appointments
    from bookings.web.calendars import addresses
    from bookings.web.calendars import files as calendars
    from bookings.web.conversation import messages
    from bookings.web.desk import moving, undo
    from bookings.web.doors import door, self_check_in
    from bookings.web.flights import boarding, choices, departures, disruption, documents, operations, search, trips
    from bookings.web.payments import checkout, local_bank, mismatches, shares
    from bookings.web.set_up import first_admin
    from bookings.web.set_up import steps as set_up_steps
    from bookings.web.set_up import venue as set_up_venue
    from bookings.web.venues import day_sheets, figures, walls
    from bookings.web.waiting import lists as waiting

    return [
        auth.bp, links.bp, answers.bp, forgotten.bp, profile.bp, notifications.bp, unsubscribe.bp, status.bp,
        first_admin.bp, set_up_venue.bp, set_up_steps.bp,
        home.bp, logos.bp, boards.bp, events.bp, bookings.bp, undo.bp, moving.bp, booked_seats.bp, calendars.bp, addresses.bp, customers.bp,
        door.bp, self_check_in.bp, admin.bp, live.bp,
        departures.bp, operations.bp, search.bp, trips.bp, documents.bp, choices.bp, disruption.bp, boarding.bp,
        figures.bp, day_sheets.bp, walls.bp, messages.bp, waiting.bp,
        appointments.bp, proposals.bp, places_of_booking.bp,
        checkout.bp, local_bank.bp, mismatches.bp, shares.bp,
        venues.bp, hours.bp, resources.bp, services.bp, prices.bp, groups.bp, settings.bp, log.bp, people.bp, person.bp, merging.bp,
        lists.bp, event.bp, acts.bp, plans.bp, imports.bp, manage_calendars.bp, manage_check_in_points.bp, webhooks.bp,
    ]  # fmt: skip
