"""Accounts and log-ins: signing up and in, passwords, tokens, tickets, the throttle of guesses, and rights.

Like `desk` it writes, through the same transactions. Every cookie, token and socket names a log-in; its row decides.
"""
