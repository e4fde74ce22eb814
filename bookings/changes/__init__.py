"""The record of changes, read in order, and the notifier that informs the processes of them.

A notification carries topic and version, never truth: a lost one costs at most one slow poll.
"""
