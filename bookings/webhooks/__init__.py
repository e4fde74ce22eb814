"""Outgoing webhooks: each change at a venue that a program asked for is sent to its address, signed, in order, until it arrives.

Nothing is written when something happens: what is to be sent follows from the record of changes and from the last version that
a webhook was told of. So it costs nothing where there is none, no crash loses a message, and it can be replayed.
"""
