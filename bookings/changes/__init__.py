"""The record of changes, read in order, and the bell that says that there is something to read.

The bell carries topic and version, never truth: a lost bell costs at most one slow poll.
"""
