"""Undoing what staff just did with a booking: what is kept for that with every such act (`snapshot`), and the verb (`undo`).

What may be undone, for how long and by whom stands in rules.times.undo.
"""
