"""Ringside: the front desk of anything that is booked, live.

One package for each layer; imports go one way only, and a test walks them. docs/corridor.md draws them, tests/test_layers.py
has the list.
"""
