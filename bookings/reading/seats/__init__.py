"""The seats of events and flights: the map as one person sees it, counts by section, baskets, plans of what is free.

No value says who has a seat.
"""
