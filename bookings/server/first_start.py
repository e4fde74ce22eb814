"""What a start prints while nobody is an admin: the address with which the first one is made."""

from __future__ import annotations

from bookings.accounts.admins import set_up_secret
from bookings.models.person import RINGSIDE
from bookings.program import Ringside


def set_up_words(ringside: Ringside, address: str) -> str | None:
    """For the terminal; `address` is where people reach the program. None once it is set up."""
    if ringside.is_set_up():
        return None
    secret = ringside.desk.do(RINGSIDE, set_up_secret)
    if secret is None:
        return None
    return (
        f"  It is not set up yet. Open this address, once and within a week, and make the first admin:\n"
        f"  {ringside.site.get().public_url or address}/set-up?secret={secret}\n"
    )
