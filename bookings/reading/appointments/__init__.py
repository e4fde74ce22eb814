"""Appointments before they are booked: the free times of a venue's services, as programs and pages read them. Never who has the rest."""
