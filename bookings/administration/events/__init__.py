"""Events, their seat plans and flights: made, changed, copied and cancelled by those who manage the venue.

No edit loses a seat that is sold, held or closed, and no new price touches what is sold.
"""
