"""Secrets that are handed out once and kept only as digests."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
LONGEST = 200


def new_secret() -> str:
    return secrets.token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """What is stored in its place. The secrets are random and long, so a plain hash cannot be searched backwards."""
    return hashlib.sha256(secret[:LONGEST].encode(errors="replace")).hexdigest()
