"""For whom a fragment is drawn. Rendering follows the audience, so nothing private can reach a page that may not have it."""

from __future__ import annotations

from dataclasses import dataclass

from bookings.models import Viewer


@dataclass(frozen=True)
class Audience:
    """`name` is staff, owner, public, or on a seat map manager: whoever may sell beside the rules. `person` is set where this one
    person sees their own things marked as theirs."""

    name: str
    person: str | None = None

    @property
    def is_staff(self) -> bool:
        return self.name == "staff"

    @property
    def is_manager(self) -> bool:
        return self.name == "manager"


PUBLIC = Audience("public")
STAFF = Audience("staff")
OWNER = Audience("owner")
WITH_THEIR_OWN = frozenset({"public", "manager"})
"""Of these audiences each person sees their own things marked."""


def of_booking(viewer: Viewer, venue_id: str, customer_id: str) -> Audience | None:
    """As what this viewer reads a booking of that customer at that venue; None when it is not theirs to see."""
    if viewer.works_at(venue_id):
        return STAFF
    return Audience("owner", viewer.id) if customer_id == viewer.id else None


def at_venue(viewer: Viewer, venue_id: str) -> Audience:
    """Staff of the venue see who; everybody else sees free and taken, with their own marked."""
    return STAFF if viewer.works_at(venue_id) else Audience("public", viewer.id or None)
