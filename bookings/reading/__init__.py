"""The read side: boards, seat maps, lists and single bookings as plain frozen values, each with the version it was read at.

Nothing here writes, and no value keeps a session. What a value contains is what its audience may see.
"""
