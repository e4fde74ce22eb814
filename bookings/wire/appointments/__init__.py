"""Writes what is particular to appointments, for programs."""
