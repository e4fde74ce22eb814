"""Paying online: the way to the payment provider and back, and the local page that stands in for a bank."""
