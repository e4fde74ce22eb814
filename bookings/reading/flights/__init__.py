"""Flights as airlines show them: the departure boards of an airline. Never who is on them."""
