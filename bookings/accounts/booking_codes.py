"""Finding a booked flight by its code and a family name, without an account: counted as tries to sign in are."""

from __future__ import annotations

from bookings import audit
from bookings.accounts.login_throttle import LoginThrottled, begin_try, forgive_try
from bookings.audit import Act
from bookings.desk.transaction import Desk
from bookings.errors import NotFound
from bookings.models.person import RINGSIDE
from bookings.reading.flights.trips import find_trip
from bookings.rules.text.codes import code_typed

NOT_FOUND = "No flight is booked under this code and family name. Write both as they stand in the confirmation."


def look_up(desk: Desk, *, code: str, family_name: str, address: str, counted: bool = True) -> str:
    """The booking's id, for who asks from a network address. Raises NotFound, the same for an unknown code and another name,
    and LoginThrottled after many tries. `counted` is False only where rate limits are switched off.
    """
    subject = f"booking {code_typed(code) or address}"  # tries that are no code hold up nobody else
    subjects = _begin_try(desk, subject, address) if counted else []
    with desk.database.read() as session:
        found = find_trip(session, code, family_name, desk.database.now(session))
    if found is None:
        audit.record(Act.BOOKING_CODE_REFUSED, account=audit.account(subject), address=address)
        raise NotFound(NOT_FOUND)
    if counted:
        desk.do(RINGSIDE, forgive_try, subject, address, subjects)
    return found


def _begin_try(desk: Desk, subject: str, address: str) -> list[str]:
    try:
        return desk.do(RINGSIDE, begin_try, subject, address)
    except LoginThrottled as throttled:
        audit.record(Act.SIGN_IN_THROTTLED, account=audit.account(subject), address=address)
        raise LoginThrottled(throttled.seconds, "code or name") from throttled
