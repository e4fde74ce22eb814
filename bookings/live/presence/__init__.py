"""Presence: who of the staff is online and how, what they have open, who types. From pages and programs alike, on all processes.

It is kept in memory and bound to connections; nothing of it is written to the database. `presence` knows who is here, `people` are
the values that it knows, `channel` tells the other processes. `pages` tells open pages, drawn by `drawing`; what a page says of
itself is read by `parsing`.
"""
