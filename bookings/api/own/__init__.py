"""The calls for what is one's own: the account, the notifications."""
