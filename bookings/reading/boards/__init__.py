"""A venue's day board: its rows, columns, cells and cards, what can be booked from a free cell, and the present on it.

`cards` alone decides what a stranger reads of a booking; everything else asks it.
"""
