"""Calls for whoever works at a venue."""
