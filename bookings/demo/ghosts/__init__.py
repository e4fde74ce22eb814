"""Simulated customers and staff who book, pay and cancel through the desk, so that a demo moves."""
