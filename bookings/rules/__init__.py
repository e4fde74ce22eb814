"""The rules of booking: pure functions over plain values.

What lives here answers questions ("may this become that?", "what does this cost?", "which seats are best?") from its
arguments alone. What must not: a database, a clock of its own, a request, a socket. `now` is always an argument.
A refusal is a `RuleViolation` with a sentence for the person who asked.
"""
