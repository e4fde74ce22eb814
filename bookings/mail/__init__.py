"""Mail: the outbox, in which a verb writes in its own transaction, the letters, and how they go to a mail server."""
